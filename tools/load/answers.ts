import { internalErrorMessage, overloadedMessage, stateUnavailableMessage, t } from '../../formatters';

/** What became of one command. Times are in ms, from when it was due to be sent. */
export interface ResponseOutcome {
  /** When it was acked; null when it was not within Slack's 3 s. */
  readonly ackMs: number | null;
  /** When its answer was there, in the ack or later; null when none came. */
  readonly answerMs: number | null;
  readonly kind: OutcomeKind;
}

/** `unable`: an answer that says that there is none, such as that Redis is too slow. */
export type OutcomeKind = 'inAck' | 'later' | 'refused' | 'unable' | 'lost';

const BUSY = overloadedMessage().text;
const NOW = new Date(0);
/** The ends of those sentences, which hold nothing of the moment. */
const UNABLE = [t.errors.unseen, 'This says nothing about the traders.'] as const;

/** What an answer's text makes of a command. */
export function classify(text: string, how: 'inAck' | 'later'): OutcomeKind {
  if (text === BUSY) return 'refused';
  return UNABLE.some((words) => text.includes(words)) ? 'unable' : how;
}

const reported = [
  stateUnavailableMessage({ reason: 'slow', since: NOW, now: NOW }),
  internalErrorMessage('x'),
];
if (!reported.every(({ text }) => classify(text, 'inAck') === 'unable'))
  throw new Error('The text of a failure answer has changed: fix UNABLE here');

/** How many had which outcome, and how long they took. */
export interface Tally {
  readonly asked: number;
  readonly of: Readonly<Record<OutcomeKind, number>>;
  readonly ack: Times;
  readonly answer: Times;
}

/** In ms; infinite where some never came. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Summarizes all outcomes. Throws if there are none. */
export function summarize(outcomes: readonly ResponseOutcome[]): Tally {
  const of = { inAck: 0, later: 0, refused: 0, unable: 0, lost: 0 };
  for (const { kind } of outcomes) of[kind] += 1;
  return {
    asked: outcomes.length,
    of,
    ack: timesOf(outcomes.map(({ ackMs }) => ackMs)),
    answer: timesOf(outcomes.map(({ answerMs }) => answerMs)),
  };
}

/** The nearest-rank quantiles of times; one that never came is infinite. Throws when there are none. */
export function timesOf(times: readonly (number | null)[]): Times {
  const sorted = times.map((ms) => ms ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
    if (value === undefined) throw new Error('There are no times');
    return value;
  };
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
