import { shortMessage, t } from '../../formatters';
import type { Line } from '../../formatters/blockKit/blocks';
import { type Followed, followedId } from '../../src/follow/followed';
import type { FollowResult } from '../../src/follow/followService';
import { SharedTextsRefusedError } from '../../src/storage/sharedTexts';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { typedPlace } from '../lib/parseArgs';
import { folded } from '../lib/plainText';
import type { Token } from '../lib/tokens';

/** `watch` or `unwatch` among the words, and the others as they are typed; null where neither is. */
export function watchVerb(
  words: readonly Token[],
): { readonly verb: 'watch' | 'unwatch'; readonly text: string } | null {
  const at = words.findIndex(({ text, quoted, place }) => !quoted && place === null && isVerb(folded(text)));
  const verb = at === -1 ? '' : folded(words[at]?.text ?? '');
  if (!isVerb(verb)) return null;
  return {
    verb,
    text: words
      .filter((_, i) => i !== at)
      .map(typed)
      .join(' '),
  };
}

const isVerb = (word: string): word is 'watch' | 'unwatch' => word === 'watch' || word === 'unwatch';

const typed = ({ text, quoted, place }: Token): string =>
  place === null ? (quoted ? `"${text}"` : text) : (typedPlace(place) ?? text);

/** Begins or ends that a message in this channel shows what the response shows, and keeps itself current. */
export async function followResponse(
  verb: 'watch' | 'unwatch',
  response: CommandResponse,
  kind: Followed['kind'],
  deps: CommandDeps,
): Promise<CommandResponse> {
  // What is not there is not followed, and what cannot be typed cannot be asked again.
  const line = response.buttons?.find((button) => button.kind === 'refresh')?.command;
  if (response.notFound || line === undefined) return { ...response, public: false };
  return verb === 'watch' ? followLine(line, kind, deps) : unfollowLine(line, deps);
}

/** Begins to follow what this line asks, in the channel in which it was asked for. */
export async function followLine(
  line: string,
  kind: Followed['kind'],
  { follow, requester }: CommandDeps,
): Promise<CommandResponse> {
  if (!follow || requester.channelId === '') return ephemeral(shortMessage([t.follow.onlyInSlack]));
  const request = { line, kind, channel: requester.channelId, userId: requester.userId };
  return inStore(async () => shortMessage(...resultLines(await follow.start(request), kind)));
}

async function unfollowLine(line: string, deps: CommandDeps): Promise<CommandResponse> {
  return unfollow(followedId({ line, channel: deps.requester.channelId }), deps);
}

/** Ends it, where it is followed in this channel. */
export async function unfollow(id: string, { follow, requester }: CommandDeps): Promise<CommandResponse> {
  if (!follow) return ephemeral(shortMessage([t.follow.onlyInSlack]));
  return inStore(async () => {
    const said = { stopped: t.follow.stopped, soon: t.follow.stopSoon, unknown: t.follow.notFollowed };
    return shortMessage([said[await follow.stop({ id, channel: requester.channelId })]]);
  });
}

async function inStore(work: () => Promise<ReturnType<typeof shortMessage>>): Promise<CommandResponse> {
  try {
    return ephemeral(await work());
  } catch (error) {
    if (error instanceof SharedTextsRefusedError) return ephemeral(shortMessage([t.follow.notStored]));
    throw error;
  }
}

function resultLines(result: FollowResult, kind: Followed['kind']): Line[] {
  const { follow } = t;
  switch (result.kind) {
    case 'started':
    case 'soon': {
      const begun = result.kind === 'started' ? follow.started : follow.soon;
      return [begun(result.intervalMs, result.endsAt), ...(kind === 'session' ? [[follow.tellsYou]] : [])];
    }
    case 'already':
      return [follow.already(result.endsAt)];
    case 'joined':
      return [[follow.joined]];
    case 'full':
      return [[follow.full(result.most)]];
    case 'refused':
      return [follow.cannot(result.code)];
    case 'conflict':
      return [[follow.conflict]];
  }
}
