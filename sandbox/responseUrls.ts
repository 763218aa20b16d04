import { PROTOCOL_LIMITS } from '../formatters/blockKit/slackLimits';
import type { Clock } from '../src/lib/clock';
import { randomHex } from './ids';
import type { JsonObject } from './json';
import { checkedContent } from './messageContent';
import { SlackError } from './slackError';
import type { Message } from './world/model';
import { BOT_USER } from './world/people';
import type { World } from './world/world';

interface Issued {
  readonly userId: string;
  readonly channel: string;
  /** The message a button was clicked on; a command has none. */
  readonly original: { readonly channel: string; readonly ts: string } | null;
  readonly atMs: number;
  uses: number;
}

/**
 * The `response_url`s: 5 uses within 30 minutes each. One of a command has no original message, so that
 * `replace_original` posts a new one and `delete_original` deletes none, as Slack does (slackapi/bolt-js#2287).
 */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();
  readonly #clock: Clock;
  readonly #world: World;

  readonly #unsupportedBlocks: ReadonlySet<string>;

  constructor(clock: Clock, world: World, unsupportedBlocks: ReadonlySet<string>) {
    this.#clock = clock;
    this.#world = world;
    this.#unsupportedBlocks = unsupportedBlocks;
  }

  /** A path below the sandbox's URL. */
  issue(
    kind: 'commands' | 'actions',
    userId: string,
    channel: string,
    original: Message | null = null,
  ): string {
    const path = `/${kind}/${this.#world.team.id}/${randomHex(6)}/${randomHex(12)}`;
    this.#issued.set(path, { userId, channel, original, atMs: this.#clock.now().getTime(), uses: 0 });
    return path;
  }

  /**
   * Does what was posted to the URL.
   * @throws SlackError `no_service` (never issued), `expired_url`, `used_url`, and those of a message's content
   */
  use(path: string, body: JsonObject): void {
    const issued = this.#issued.get(path);
    if (issued === undefined) throw new SlackError('no_service');
    if (this.#clock.now().getTime() - issued.atMs > PROTOCOL_LIMITS.responseUrlMs)
      throw new SlackError('expired_url');
    if (issued.uses >= PROTOCOL_LIMITS.responseUrlUses) throw new SlackError('used_url');
    this.#carryOut(issued, body);
    issued.uses += 1;
  }

  #carryOut(issued: Issued, body: JsonObject): void {
    const original =
      issued.original === null ? undefined : this.#world.message(issued.original.channel, issued.original.ts);
    if (body.delete_original === true || body.delete_original === 'true') {
      if (original !== undefined) this.#world.remove(original);
      return;
    }
    const content = checkedContent(body, { unsupportedBlocks: this.#unsupportedBlocks });
    const replaces = body.replace_original === true || body.replace_original === 'true';
    if (replaces && original !== undefined) {
      this.#world.change(original, content);
      return;
    }
    this.#world.post({
      channel: issued.channel,
      author: BOT_USER.id,
      ...content,
      onlyFor: body.response_type === 'in_channel' ? null : issued.userId,
      threadTs: typeof body.thread_ts === 'string' ? body.thread_ts : null,
    });
  }
}
