import { internalErrorMessage, shortMessage, stateUnavailableMessage, t } from '../../formatters';
import type { FollowedContent, ReadContent } from '../../src/follow/content';
import type { Followed } from '../../src/follow/followed';
import { inLanguage } from '../../src/lib/language';
import { isSessionOver } from '../../src/monitors/tuning/jobSummary';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { StateUnavailableError } from '../../src/redis/errors';
import { questionIn } from '../actions/ask';
import type { CommandDeps, CommandResponse, Services } from '../command';
import { UsageError } from '../lib/parseArgs';
import { beforeDeadline } from '../lib/pipeline';
import { TargetError } from '../lib/resolveTarget';

/** Nobody waits for a reading longer, in ms: its turn comes again. */
const DEADLINE_MS = 8_000;

/** Asks what a followed message shows as if who began it had typed it, in the language of the channel. */
export const createReadContent =
  (
    servicesOf: (userId: string, channelId: string) => Services & Pick<CommandDeps, 'requester'>,
  ): ReadContent =>
  (followed) => {
    const deps = servicesOf(followed.by, followed.channel);
    const language = deps.languages?.ofChannel(followed.channel);
    const read = () => readOnce(followed, deps);
    return language === undefined ? read() : inLanguage(language, read);
  };

async function readOnce(
  followed: Followed,
  deps: Services & Pick<CommandDeps, 'requester'>,
): Promise<FollowedContent> {
  const question = questionIn(followed.line);
  const unreadable = shortMessage([t.follow.notFollowed]);
  if (question === null) return { message: unreadable, state: 'gone', result: null };
  const { command, text } = question;
  const deadline = new AbortController();
  const ask = () => command.execute(text, { ...deps, signal: deadline.signal });
  try {
    const limits = { clock: deps.clock, limitMs: DEADLINE_MS };
    return contentOf(await beforeDeadline(ask, deadline, limits), followed);
  } catch (error) {
    if (error instanceof TargetError || error instanceof UsageError)
      return { message: shortMessage([t.follow.missing]), state: 'gone', result: null };
    if (error instanceof StateUnavailableError) {
      const { reason, role, storeOutage } = error;
      const outage = {
        reason,
        role,
        storeOutage,
        since: error.since,
        now: deps.clock.now(),
        mayBeStored: false,
      };
      return { message: stateUnavailableMessage(outage), state: 'unread', result: null };
    }
    deps.log.error({ err: error, line: followed.line }, 'followed message could not be read');
    return { message: internalErrorMessage('follow'), state: 'unread', result: null };
  }
}

function contentOf({ message, notFound, data }: CommandResponse, { kind }: Followed): FollowedContent {
  if (notFound) return { message, state: 'gone', result: null };
  if (kind !== 'session' || !isSnapshot(data) || !isSessionOver(data))
    return { message, state: 'there', result: null };
  return { message, state: 'over', result: resultOf(data) };
}

const isSnapshot = (data: object | undefined): data is TuningStatusSnapshot =>
  data !== undefined && 'completedIterations' in data && 'byWorker' in data;

const resultOf = (snapshot: TuningStatusSnapshot): Followed['result'] => {
  const { firstUpdate, lastUpdate, evictionPolicy, completedIterations, failedIterations, jobs } = snapshot;
  const isWhole = firstUpdate !== null && lastUpdate !== null && evictionPolicy === null;
  return {
    ranMs: isWhole ? lastUpdate.getTime() - firstUpdate.getTime() : null,
    completed: completedIterations,
    failed: failedIterations,
    failedJobs: jobs?.failed.length ?? 0,
  };
};
