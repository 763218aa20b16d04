import type { Clock } from '../lib/clock';
import { addMs, msBetween } from '../lib/time';
import type { Posted, SendFailure, SlackMessageApi } from '../slack/outbound/slackApi';
import type { FollowedContent, FollowFormats, ReadContent } from './content';
import { type EndReason, type Followed, markOf } from './followed';
import { type Consequence, consequenceOf } from './outcome';

export interface AdvanceDeps {
  readonly slack: Pick<SlackMessageApi, 'post' | 'update' | 'find' | 'remove' | 'pin'>;
  readonly read: ReadContent;
  readonly formats: FollowFormats;
  readonly clock: Clock;
  /** From 0 to 1: how long a retry waits. */
  readonly random: () => number;
  /** How long after a change the next one comes, in ms. */
  readonly intervalMs: number;
  /** Slack has said to wait so long, in ms. */
  readonly onRateLimit: (waitMs: number) => Promise<void>;
}

/** A trader that is being restarted, or a Redis that is, is not gone; in ms. */
const GONE_AFTER_MS = 10 * 60_000;
/** Slack may carry out a post so long after it gave no answer, in ms. */
const DOUBT_MS = 15_000;
/** While a channel takes no change, such as an archived one, an end is said again after so long, and for so long, in ms. */
const SAY_AGAIN_MS = 3 * 60_000;
const SAY_WITHIN_MS = 7 * 24 * 3_600_000;
/** For so long it is tried to find out whether it did, in ms. */
const LONGEST_DOUBT_MS = 10 * 60_000;

/**
 * Does what is due of a followed message that this instance has taken, and returns what it is then. `wasInDoubt`: its post
 * may be in Slack already, of an earlier try.
 */
export async function advance(taken: Followed, wasInDoubt: boolean, deps: AdvanceDeps): Promise<Followed> {
  if (taken.phase === 'ended' || (cannotSay(taken) && taken.toTell.length > 0)) return tell(taken, deps);
  if (taken.message === null && wasInDoubt) return lookUp(taken, deps);
  const content = await deps.read(taken);
  const followed = taken.phase === 'active' ? noticed(taken, content, deps.clock.now()) : taken;
  if (followed.message !== null) return update({ ...followed, message: followed.message }, content, deps);
  // Of what was never posted, nothing has to say that it has ended.
  return followed.phase === 'ending' ? ended(followed, deps.clock.now()) : post(followed, content, deps);
}

/** What follows from what it shows now. */
function noticed(followed: Followed, content: FollowedContent, now: Date): Followed {
  const missingSince = content.state === 'gone' ? (followed.missingSince ?? now) : null;
  const seen = { ...followed, missingSince };
  if (content.state === 'over')
    return { ...ending(seen, 'finished', now), result: content.result, toTell: followed.followers };
  if (missingSince !== null && msBetween(missingSince, now) >= GONE_AFTER_MS)
    return ending(seen, 'gone', now);
  return followed.endsAt !== null && now >= followed.endsAt ? ending(seen, 'time', now) : seen;
}

/** It ends; its message has yet to say so. */
export const ending = (followed: Followed, reason: EndReason, now: Date): Followed => ({
  ...followed,
  phase: 'ending',
  end: { reason, at: now, code: null },
  dueAt: now,
});

/** Its message, which Slack did not let say so, still claims to be current. */
const cannotSay = ({ phase, end }: Followed): boolean =>
  phase === 'ending' && end !== null && end.code !== null;

const ended = (followed: Followed, now: Date): Followed => ({
  ...followed,
  phase: 'ended',
  inDoubtSince: null,
  failures: 0,
  dueAt: now,
});

/** Slack does not let the bot go on. Who asked for it is told, unless it had ended anyway. */
function refused(followed: Followed, code: string, now: Date): Followed {
  if (followed.phase === 'ending') return ended(followed, now);
  return {
    ...ended(followed, now),
    end: { reason: 'refused', at: now, code },
    toTell: [followed.by],
  };
}

/** The same where its message is left, and claims to be current: as soon as Slack takes it, it has to say that it has ended. */
function refusedToSay(followed: Followed, code: string, now: Date): Followed {
  const before = followed.phase === 'ending' ? followed.end : null;
  const end = before === null ? { reason: 'refused' as const, at: now, code } : { ...before, code };
  if (msBetween(end.at, now) > SAY_WITHIN_MS) return refused(followed, code, now);
  const toTell = before === null ? [followed.by] : followed.toTell;
  const dueAt = toTell.length > 0 ? now : addMs(now, SAY_AGAIN_MS);
  return { ...followed, phase: 'ending', end, toTell, failures: 0, dueAt };
}

async function post(followed: Followed, content: FollowedContent, deps: AdvanceDeps): Promise<Followed> {
  const { slack, formats, clock, intervalMs } = deps;
  const sent = await slack.post({
    channel: followed.channel,
    message: formats.first(followed, content, addMs(clock.now(), intervalMs)),
    mark: { id: markOf(followed) },
  });
  if (sent.kind === 'done') {
    const dueAt = addMs(clock.now(), intervalMs);
    const notPinned = followed.kind === 'board' ? await pin(sent.value, slack) : null;
    return { ...followed, message: sent.value, notPinned, inDoubtSince: null, failures: 0, dueAt };
  }
  return afterFailure(followed, sent, 'post', deps);
}

/** Why it could not be pinned; null where it is. A board that is not pinned is still a board. */
async function pin(message: Posted, slack: AdvanceDeps['slack']): Promise<string | null> {
  const pinned = (await slack.pin?.(message)) ?? { kind: 'done' };
  if (pinned.kind === 'done') return null;
  if (pinned.kind !== 'rejected') return pinned.kind;
  return pinned.code === 'already_pinned' ? null : pinned.code;
}

async function update(
  followed: Followed & { readonly message: NonNullable<Followed['message']> },
  content: FollowedContent,
  deps: AdvanceDeps,
): Promise<Followed> {
  const { slack, formats, clock, intervalMs } = deps;
  const isEnding = followed.phase === 'ending';
  const message = isEnding
    ? formats.ended(followed, content)
    : formats.current(followed, content, intervalMs);
  const sent = await slack.update({ ...followed.message, message, mark: { id: markOf(followed) } });
  if (sent.kind !== 'done') return afterFailure(followed, sent, 'update', deps);
  const now = clock.now();
  return isEnding ? ended(followed, now) : { ...followed, failures: 0, dueAt: addMs(now, intervalMs) };
}

/** Whether an earlier post came through; where that cannot be known, it is not posted again. */
async function lookUp(followed: Followed, deps: AdvanceDeps): Promise<Followed> {
  const { slack, clock } = deps;
  const since = followed.inDoubtSince ?? clock.now();
  const id = markOf(followed);
  const found = await slack.find({ channel: followed.channel, since, fits: (mark) => mark.id === id });
  const now = clock.now();
  if (found.kind === 'done') return { ...followed, message: found.value, inDoubtSince: null, dueAt: now };
  const what = consequenceOf(found, 'update', followed.failures, deps.random);
  const mayPass = found.kind !== 'rejected' || found.scope === 'transient';
  const isTooLate = msBetween(since, now) > LONGEST_DOUBT_MS;
  return what.kind === 'later' && mayPass && !isTooLate
    ? postponed(followed, what, deps)
    : refused(followed, 'unverified', now);
}

async function afterFailure(
  followed: Followed,
  failure: SendFailure,
  operation: 'post' | 'update',
  deps: AdvanceDeps,
): Promise<Followed> {
  const what = consequenceOf(failure, operation, followed.failures, deps.random);
  const now = deps.clock.now();
  switch (what.kind) {
    case 'later':
      return postponed({ ...followed, inDoubtSince: null }, what, deps);
    case 'in_doubt':
      return { ...followed, failures: followed.failures + 1, dueAt: addMs(now, DOUBT_MS) };
    case 'deleted':
      if (followed.phase === 'ending') return ended(followed, now);
      return { ...followed, message: null, posting: followed.posting + 1, failures: 0, dueAt: now };
    case 'refused': {
      const { message } = followed;
      const isLeft = message !== null && !(what.canRemove && (await isRemoved(message, deps.slack)));
      return isLeft ? refusedToSay(followed, what.code, now) : refused(followed, what.code, now);
    }
  }
}

async function isRemoved(message: Posted, slack: AdvanceDeps['slack']): Promise<boolean> {
  const removed = await slack.remove(message);
  return removed.kind === 'done' || (removed.kind === 'rejected' && removed.code === 'message_not_found');
}

async function postponed(
  followed: Followed,
  { waitMs, isRateLimit }: Extract<Consequence, { kind: 'later' }>,
  { clock, onRateLimit }: AdvanceDeps,
): Promise<Followed> {
  if (isRateLimit) await onRateLimit(waitMs);
  return { ...followed, failures: followed.failures + 1, dueAt: addMs(clock.now(), waitMs) };
}

/** Tells one of those who want to know that it has ended. */
async function tell(followed: Followed, deps: AdvanceDeps): Promise<Followed> {
  const [userId, ...others] = followed.toTell;
  if (userId === undefined) return followed;
  const message = await deps.formats.told(followed, userId);
  const sent = await deps.slack.post({ channel: userId, message, mark: { id: `${markOf(followed)}:end` } });
  const isPassing =
    sent.kind === 'rate_limited' ||
    sent.kind === 'not_sent' ||
    (sent.kind === 'rejected' && ['token', 'transient'].includes(sent.scope));
  if (!isPassing) return { ...followed, toTell: others, failures: 0, dueAt: deps.clock.now() };
  const what = consequenceOf(sent, 'update', followed.failures, deps.random);
  return what.kind === 'later' ? postponed(followed, what, deps) : { ...followed, toTell: others };
}
