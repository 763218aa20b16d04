import { claimsOf, currentSpans, type FollowClaim, followedIn } from './followClaims';
import { type FollowSpans, followSpansOf } from './followSpans';
import type { FollowAsked, FollowsRecord, History, SlackMessage, Span, Violation } from './history';
import { gapsIn, stretchIn } from './spans';
import { clock } from './times';

const MINUTE_MS = 60_000;
/** Slack takes one message of a channel a second, and alerts go first: so much later than it says, in ms, where nothing went wrong. */
const CALM_MS = 30_000;
/** An instance that died had taken it for a minute, alerts are waited for a minute, and Slack may say to wait for a minute; in ms. */
const FAULTY_MS = 4 * MINUTE_MS;
/** A new message waits for those that have promised a change, in ms. */
const POSTED_WITHIN_MS = FAULTY_MS;
/** The second of two is removed within so long, in ms. */
const REMOVED_WITHIN_MS = 90_000;
/** What was asked just before the store lost its data no other instance may know, in ms. */
const KNOWN_WITHIN_MS = 10_000;
const MOST_A_MINUTE = 20;
/** A change that Slack carries out late comes closer to the next, in ms. */
const LATE_MS = 20_000;
/** A message that Slack does not let the bot change is removed after some tries, in ms. */
const GIVEN_UP_WITHIN_MS = 15 * MINUTE_MS;

/** All that is known of one followed id. */
interface One {
  readonly id: string;
  readonly asked: readonly FollowAsked[];
  readonly spans: FollowSpans;
  readonly messages: readonly SlackMessage[];
  readonly claims: readonly FollowClaim[];
  /** When somebody was told that Slack does not let it be kept current. */
  readonly refusedAt: readonly number[];
  /** When people were told that a session has finished, by person. */
  readonly told: readonly { readonly userId: string; readonly at: number }[];
}

/** Followed messages that are older than they say, there twice or not at all, or claim to be current after their end. */
export function followViolations(history: History): readonly Violation[] {
  const { follows } = history;
  if (follows === undefined) return [];
  const ones = [...new Set(follows.asked.map(({ id }) => id))].map((id) => oneOf(history, follows, id));
  return [
    ...ones.flatMap((one) => violationsOf(one, history, follows)),
    ...budgetViolations(history, follows),
  ];
}

function oneOf({ span, sessions }: History, follows: FollowsRecord, id: string): One {
  const asked = follows.asked.filter((each) => each.id === id);
  const about = follows.messages.filter((message) => followedIn(message).id === id);
  const messages = about.filter((message) => !followedIn(message).isEndNote);
  const notes = about
    .filter((message) => followedIn(message).isEndNote)
    .map(({ channel, versions: [{ at, text }] }) => ({
      userId: channel,
      at,
      isEnd: /has finished/.test(text),
    }));
  return {
    ...{ id, asked, messages },
    spans: followSpansOf(asked, sessions),
    claims: messages.flatMap((message) => claimsOf(message, span.to)),
    refusedAt: notes.filter(({ isEnd }) => !isEnd).map(({ at }) => at),
    told: notes.filter(({ isEnd }) => isEnd),
  };
}

function violationsOf(one: One, history: History, follows: FollowsRecord): readonly Violation[] {
  const { settings, sessions, span } = history;
  const toleratedMs = (settings.isCalm ? CALM_MS : FAULTY_MS) + 2 * settings.clockErrorMs;
  const { id, asked, spans, claims, messages, refusedAt, told } = one;
  const found: Violation[] = [];
  const finds = (kind: Violation['kind'], at: number, what: string): void => {
    found.push({ kind, at, what: `followed ${id}: ${what}` });
  };
  /** Whether nobody may know of it any more, or not what became of it just before. */
  const mayBeForgotten = (from: number, to: number): boolean =>
    follows.forgot.some((at) => at >= from - KNOWN_WITHIN_MS && at <= to);
  const bornAt = (ms: number): number => Math.max(0, ...asked.map(({ at }) => at).filter((at) => at <= ms));
  const healthyIn = (from: number, to: number, ms: number): Span | null =>
    stretchIn(follows.healthy, { from, to }, ms);

  for (const [i, { message, is, everyMs, why, span: stood }] of claims.entries()) {
    const before = claims[i - 1];
    const { from, to } = stood;
    if (mayBeForgotten(bornAt(from), to)) continue;
    if (is === 'current') {
      const allowedMs = message.isSealed ? GIVEN_UP_WITHIN_MS : toleratedMs;
      const late = healthyIn(from + everyMs, to, allowedMs);
      if (late !== null)
        finds(
          'wrong',
          from,
          `says from ${clock(from)} to ${clock(to)} that it is changed every ${everyMs / 1000} s`,
        );
    }
    // The change that says so is made again where its answer was lost.
    if (is !== 'ended' && before?.message === message && before.is === 'ended')
      finds('wrong', from, 'is changed after it has said that it is no longer updated');
    if (is === 'ended' && !isTrueEnd(why, from))
      finds('false', from, `says that it has ended (“${why.slice(0, 60)}”), and has not`);
  }

  function isTrueEnd(why: string, at: number): boolean {
    const starts = asked.filter((each) => each.what === 'start' && each.at <= at);
    if (why.startsWith('Its time was over'))
      return starts.some((each) => each.at + 8 * 60 * MINUTE_MS <= at + 2 * settings.clockErrorMs);
    if (why.startsWith('Somebody stopped it'))
      return asked.some((each) => each.what === 'stop' && each.at <= at);
    if (why.startsWith('The session has finished'))
      return starts.some(({ sessionId }) =>
        sessions.some((each) => each.id === sessionId && each.finished && (each.stoppedAt ?? Infinity) <= at),
      );
    return why.startsWith('Slack does not let') && settings.isCalm !== true;
  }

  for (const { everyMs, span: stood } of messages.flatMap((each) => currentSpans(each, span.to))) {
    if (mayBeForgotten(bornAt(stood.from), stood.to)) continue;
    for (const gap of gapsIn(spans.possible, stood))
      if (healthyIn(gap.from, gap.to, toleratedMs + everyMs) !== null)
        finds(
          'wrong',
          gap.from,
          `claims to be current from ${clock(gap.from)} to ${clock(gap.to)}, after its end`,
        );
  }

  // One that Slack may have posted, and the bot may not look for, stays as it began, as documented.
  const isUnverified = ({ versions: [first, ...more] }: SlackMessage): boolean =>
    more.length === 0 && refusedAt.some((at) => at > first.at);
  const standing = claims.filter(
    ({ is, message }) => is === 'current' || (is === 'begun' && !isUnverified(message)),
  );
  const everyMs = Math.max(30_000, ...standing.map((claim) => claim.everyMs));
  const inOrder = standing.map((claim) => claim.span).sort((a, b) => a.from - b.from);
  for (const required of spans.required) {
    const whole = { from: required.from, to: Math.min(required.to, span.to) };
    if (whole.to <= whole.from || mayBeForgotten(whole.from, whole.to)) continue;
    if (refusedAt.some((at) => at >= whole.from)) {
      if (settings.isCalm)
        finds('false', whole.from, 'is said to be refused by Slack, which refused nothing');
      continue;
    }
    if (messages.some(({ isSealed }) => isSealed)) continue;
    for (const gap of gapsIn(inOrder, whole))
      if (healthyIn(gap.from, gap.to, POSTED_WITHIN_MS + everyMs + 2 * settings.clockErrorMs) !== null)
        finds('lost', gap.from, `is not there from ${clock(gap.from)} to ${clock(gap.to)}`);
  }

  for (const [i, one] of standing.entries())
    for (const other of standing.slice(i + 1)) {
      if (one.message === other.message) continue;
      const from = Math.max(one.span.from, other.span.from);
      const to = Math.min(one.span.to, other.span.to);
      if (
        to - from > 0 &&
        healthyIn(from, to, REMOVED_WITHIN_MS) !== null &&
        !mayBeForgotten(bornAt(from), to)
      )
        finds('twice', from, `stands there twice from ${clock(from)} to ${clock(to)}`);
    }

  for (const { what, kind, sessionId, userId, answer, at } of asked) {
    const session = sessions.find((each) => each.id === sessionId);
    const overAt = session?.finished ? session.stoppedAt : null;
    if (what !== 'start' || kind !== 'session' || answer === null || overAt === null || overAt === undefined)
      continue;
    if (!['started', 'soon', 'joined'].includes(answer.kind) || refusedAt.length > 0) continue;
    const isFollowedThen = spans.required.some((each) => each.from <= overAt && overAt <= each.to);
    if (!isFollowedThen || mayBeForgotten(at, span.to) || messages.some(({ isSealed }) => isSealed)) continue;
    const isTold = told.some((each) => each.userId === userId && each.at >= overAt);
    if (!isTold && healthyIn(overAt + everyMs, span.to, 2 * toleratedMs) !== null)
      finds('lost', overAt, `has finished, and nobody told ${userId}`);
  }
  return found;
}

/** All of them together are not posted or changed more often than documented. */
function budgetViolations({ settings, watch }: History, { messages }: FollowsRecord): readonly Violation[] {
  const windowMs = MINUTE_MS - 1_000 - (settings.isCalm ? 0 : LATE_MS) - 2 * settings.clockErrorMs;
  const times = messages
    .flatMap(({ versions }) => versions.map(({ at }) => at))
    .sort((a, b) => a - b)
    // What was used up is lost with the store.
    .filter((at) => !watch.lost.some((lost) => at > lost && at < lost + MINUTE_MS));
  const first = times.find((at, i) => (times[i + MOST_A_MINUTE] ?? Infinity) - at < windowMs);
  return first === undefined
    ? []
    : [
        {
          kind: 'fast',
          at: first,
          what: `more than ${MOST_A_MINUTE} followed messages a minute at ${clock(first)}`,
        },
      ];
}
