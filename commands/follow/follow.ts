import { shortMessage, t } from '../../formatters';
import type { Line } from '../../formatters/blockKit/blocks';
import { type Followed, followedId } from '../../src/follow/followed';
import type { FollowResult } from '../../src/follow/followService';
import { SharedTextsRefusedError } from '../../src/storage/sharedTexts';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { typedPlace } from '../lib/parseArgs';
import { folded } from '../lib/plainText';
import type { Token } from '../lib/tokens';

/** What can be asked of a followed message. */
type WatchVerb = 'watch' | 'unwatch' | 'board';

/** One of the verbs among the words, and the other words as they are typed; null where none is. */
export function watchVerb<V extends WatchVerb>(
  words: readonly Token[],
  verbs: readonly V[],
): { readonly verb: V; readonly text: string } | null {
  const verbOf = ({ text, quoted, place }: Token): V | undefined =>
    quoted || place !== null ? undefined : verbs.find((verb) => verb === folded(text));
  const found = words.find((word) => verbOf(word) !== undefined);
  const verb = found && verbOf(found);
  if (verb === undefined) return null;
  const others = words.filter((word) => word !== found);
  return { verb, text: others.map(typed).join(' ') };
}

const typed = ({ text, quoted, place }: Token): string =>
  place === null ? (quoted ? `"${text}"` : text) : (typedPlace(place) ?? text);

/** Begins or ends that a message in this channel shows what the response shows, and keeps itself current. */
export async function followResponse(
  verb: WatchVerb,
  response: CommandResponse,
  kind: Followed['kind'],
  deps: CommandDeps,
): Promise<CommandResponse> {
  // What is not there is not followed, and what cannot be typed cannot be asked again.
  const line = response.buttons?.find((button) => button.kind === 'refresh')?.command;
  if (response.notFound || line === undefined) return { ...response, public: false };
  if (verb === 'unwatch') return unfollowLine(line, deps);
  return followLine(line, verb === 'board' ? verb : kind, deps);
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
      return [
        begun(result.intervalMs, result.endsAt),
        ...(kind === 'session' ? [[follow.tellsYou]] : []),
        ...(kind === 'board' && result.kind === 'started' ? [pinLine(result.notPinned)] : []),
      ];
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

const pinLine = (notPinned: string | null): Line =>
  notPinned === null ? [t.follow.pinned] : t.follow.notPinned(notPinned);
