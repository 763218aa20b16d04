import { BOT_USER, type Message, type Sandbox } from '../../sandbox';
import { isJsonObject } from '../../sandbox/json';
import type { Clock } from '../../src/lib/clock';
import type { MessageVersion, SlackMessage } from '../invariants/history';

/** Keeps what stands in the sandbox's channels, with every change, and logs each. */
export class SlackRecorder {
  private readonly kept = new Map<string, SlackMessage>();
  private readonly stopListening: () => void;

  constructor(
    slack: Sandbox,
    private readonly clock: Clock,
    private readonly log: (text: string) => void,
  ) {
    this.stopListening = slack.world.onChange((change) => {
      if (!('message' in change) || !isTheBots(change.message)) return;
      if (change.kind === 'message-posted') this.posted(change.message);
      else if (change.kind === 'message-changed') this.changed(change.message);
      else this.deleted(change.message);
    });
  }

  get messages(): readonly SlackMessage[] {
    return [...this.kept.values()];
  }

  stop(): void {
    this.stopListening();
  }

  private posted(message: Message): void {
    const { channel, ts, threadTs, alsoInChannel, metadata } = message;
    const payload = metadata?.event_payload;
    this.kept.set(keyOf(message), {
      channel,
      ts,
      threadTs,
      inChannelToo: alsoInChannel,
      mark: isJsonObject(payload) ? payload : null,
      versions: [this.versionOf(message)],
      deleted: null,
    });
    this.log(`SLACK ${channel}${threadTs === null ? '' : ' (thread)'}: ${message.text}`);
  }

  private changed(message: Message): void {
    const known = this.kept.get(keyOf(message));
    if (known === undefined) return;
    const versions = [...known.versions, this.versionOf(message)] as const;
    const payload = message.metadata?.event_payload;
    const id = isJsonObject(payload) ? payload.id : null;
    this.kept.set(keyOf(message), {
      ...known,
      versions: [known.versions[0], ...versions.slice(1)],
      ...(typeof id === 'string' && { lastId: id }),
    });
    this.log(`SLACK ${message.channel} (changed): ${message.text}`);
  }

  private deleted(message: Message): void {
    const known = this.kept.get(keyOf(message));
    if (known !== undefined)
      this.kept.set(keyOf(message), { ...known, deleted: { at: this.now(), by: 'bot' } });
    this.log(`SLACK ${message.channel} (deleted): ${message.text}`);
  }

  private versionOf({ text, blocks }: Message): MessageVersion {
    return { at: this.now(), text, blocks };
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const keyOf = ({ channel, ts }: Message): string => `${channel} ${ts}`;

/** What one person alone sees is an answer, and no delivery. */
const isTheBots = ({ author, onlyFor }: Message): boolean => author === BOT_USER.id && onlyFor === null;
