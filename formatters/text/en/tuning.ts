import { bold, line, literal, minuteTime, slackDate, type TextSpan, time } from '../../blockKit/blocks';
import { count, percentage, twoDigits } from '../numbers';
import { ago, duration, pluralize } from './units';

const failed = (n: number): string => `${count(n)} failed`;
const of = (ended: number, total: number, isPlanned: boolean): string =>
  `${count(ended)} of ${pluralize(total, isPlanned ? 'planned iteration' : 'iteration')}`;

const eviction = (policy: string): string =>
  `Redis evicts keys here (${policy}): iterations may be missing, so this may be less than was done.`;

/** How far tuning sessions are. */
export const tuning = {
  /** `No tuning session`, or `No tuning session of live local` where only those were looked through. */
  none: (place: string) => `No tuning session${place === '' ? '' : ` of ${place}`}`,
  noneInRedis: (none: string) => `${none} in Redis.`,
  noneCalled: (none: string, text: TextSpan): TextSpan[] => line`${none} is called or starts with ${text}.`,
  mayHaveBeenEvicted: (policy: string) => `Redis evicts keys here (${policy}): there may have been one.`,
  didYouMean: 'Did you mean',
  didYouMeanOne: (session: string): TextSpan[] => line` Did you mean ${literal(session)}?`,
  recentOnes: (command: string): TextSpan[] => line`The recent ones: ${literal(command)}`,
  couldBe: (n: number, prefix: string, examples: TextSpan[] | null): TextSpan[] =>
    line`${pluralize(n, 'session')} could be ${literal(prefix)}${examples && line`, such as ${examples}`}: give more of the id, or its mode and env.`,
  whichOne: 'Which one?',
  /** A session by its id, and by the name that somebody gave it. */
  called: (id: TextSpan, name: TextSpan | null): TextSpan[] => (name === null ? [id] : line`${name} · ${id}`),
  listed: (session: TextSpan[], shortId: TextSpan): TextSpan[] => line`${session} · type ${shortId}`,
  modeNotReported: (env: string) => `mode not reported, ${env}`,

  /** `Tuning: 80 % done · last iteration 25 s ago`. */
  title: (parts: readonly string[]) => `Tuning: ${parts.join(' · ')}`,
  heading: (n: number) => `Tuning: ${pluralize(n, 'recent session')}`,
  older: (n: number) => `and ${pluralize(n, 'older session')}`,
  workers: (n: number) => pluralize(n, 'worker'),
  newest: (n: number, session: string, place: string, progress: string) =>
    `The newest of ${pluralize(n, 'tuning session')} is ${session} (${place}): ${progress}.`,

  done: (percent: number) => `${percentage(percent)} done`,
  finished: (failures: number) => `finished${failures === 0 ? '' : `, ${failed(failures)}`}`,
  tooMuch: (percent: number) => `${percentage(percent)}, more than the total`,
  totalUnknown: 'total not known',
  iterations: (ended: number, total: number | null, isPlanned: boolean) =>
    total === null ? pluralize(ended, 'iteration') : of(ended, total, isPlanned),
  figures: (percent: number | null, iterations: string) =>
    percent === null ? `${iterations}, total not known` : `${percentage(percent)} · ${iterations}`,
  ended: 'ended',
  runningAgain: 'running again',

  lastIteration: (at: Date, now: Date) => `Last iteration ${ago(at, now)}`,
  lastIterationUnknown: 'Time of the last iteration: not reported',
  noIterationFor: (ms: number) => `No iteration for ${duration(ms)}`,
  lastInFuture: (ms: number) =>
    `The last iteration is dated ${duration(ms)} in the future: check TUNING_TIMEZONE.`,
  moreThanTotal: 'More iterations came than the total says: was the right total given?',
  plannedMoreThanTotal: (n: number) =>
    `Jobs planned ${pluralize(n, 'iteration')}, more than the total given.`,
  plannedByLastJobs: (n: number) => `The workers' last jobs planned ${pluralize(n, 'iteration')}.`,
  plannedAtLeast: (n: number) =>
    `At least ${pluralize(n, 'iteration')} planned, by the jobs that have ended.`,
  eviction,

  notSuccessful: 'not successful',
  /** `2 jobs FAILED`, `3 jobs CANCELLED or FAILED`. */
  failedJobs: (n: number, statuses: readonly string[]) => `${pluralize(n, 'job')} ${statuses.join(' or ')}`,
  failedJob: (status: string, returnCode: number | null) =>
    `${status}${returnCode === null ? '' : `, return code ${returnCode}`}`,
  workerNotReported: 'worker not reported',
  moreJobs: (n: number) => `and ${pluralize(n, 'more job')}`,
  moreWorkers: (n: number) => `and ${pluralize(n, 'more worker')}`,

  /** An estimate: it ends between the two. */
  ends: (from: Date, to: Date, withDay: boolean): TextSpan[] =>
    line`Ends about ${minuteTime(from, withDay)}–${minuteTime(to, withDay)}`,
  left: (leastMs: number, mostMs: number) =>
    leastMs <= 0
      ? `At most about ${duration(mostMs)} left.`
      : `About ${duration(leastMs)} to ${duration(mostMs)} left.`,
  tooEarly: (worker: TextSpan, ended: number, needed: number): TextSpan[] =>
    line`End not estimated yet: worker ${worker} has done ${count(ended)} of the ${count(needed)} iterations that takes.`,
  noEndStalled: 'Stalled: no worker is active, so no end can be estimated.',
  noEndQuiet: (ms: number) => `End not estimated: no worker has ended an iteration for ${duration(ms)}.`,
  slowestIs: (worker: TextSpan, perHour: number | null): TextSpan[] =>
    line`Slowest: ${worker}${perHour === null ? '' : `, about ${twoDigits(perHour)} an hour`}`,
  idle: (workers: TextSpan[]): TextSpan[] => line`Idle: ${workers}`,
  idleWorker: 'idle',
  rate: twoDigits,
  rateUnknown: 'not known',

  columns: { worker: 'Worker', done: 'Done', rate: 'Per hour', last: 'Last' },
  workerDone: (ended: number, failures: number) =>
    `${count(ended)}${failures === 0 ? '' : ` (${failed(failures)})`}`,
  ago,
  slowest: (shown: number, all: number, least: number, most: number) =>
    `The ${shown} slowest of ${count(all)} workers (${count(least)} to ${count(most)} iterations each)`,
  missing: 'Missing iterations',
  lacks: (worker: TextSpan, ranges: string): TextSpan[] => line`${worker} lacks ${ranges}`,

  run: (n: number) => `This is run ${count(n)}.`,
  ranTimes: (n: number) => `Run ${count(n)} times; this is the newest run.`,
  earlierRuns: (n: number, workers: string | null) =>
    `Not counted: ${pluralize(n, 'iteration')} of earlier runs${workers === null ? '' : `, among them all of ${workers}`}.`,
  withoutStatus: 'without a status',
  notCompleted: (statuses: string) => `Not completed: ${statuses}.`,
  furtherFields: (names: string) => `Further fields of the iterations: ${names}.`,
  setTotal: (command: string): TextSpan[] => line`Set the total: ${literal(command, 120)}`,
  firstIterationAt: (at: Date) => `First iteration ${slackDate(at)}`,
  lastIterationAt: (at: Date) => `Last iteration ${slackDate(at)}`,

  session: (id: string, place: string) => `Tuning session ${id} (${place})`,
  noData: (session: TextSpan[], place: string): TextSpan[] =>
    line`Session ${session} reports nothing: Redis holds no iteration and no job of it in ${place}.`,
  /** What stands between a session and its iterations: `is 80 % done:`. */
  clause: {
    finished: (progress: string) => `has ${progress}:`,
    ended: 'has ended, with',
    running: 'has',
    runningOf: (progress: string) => `is ${progress}:`,
    again: 'is running again, with',
    againOf: (progress: string) => `is running again, ${progress}:`,
  },
  sentence: (session: string, clause: string, iterations: string, workers: number, last: string | null) =>
    `${session} ${clause} ${iterations} by ${pluralize(workers, 'worker')}${last === null ? '' : `, ${last}`}.`,

  /** An event: `🏁 Tuning finished: d28 · paper docker`. */
  event: (
    mark: string,
    how: readonly string[],
    session: TextSpan[],
    place: string,
    run: number,
  ): TextSpan[] =>
    line`${bold(`${mark} Tuning ${how.join(', ')}: `)}${session} · ${place}${run > 1 ? ` · run ${count(run)}` : ''}`,
  sessionNotNamed: 'session not named',
  stalled: 'stalled',
  justFinished: 'finished',
  failed,
  stalledSince: (ms: number | null, at: Date): TextSpan[] =>
    line`No iteration${ms === null ? '' : ` for ${duration(ms)}`} since ${time(at)}. `,
  completed: (n: number, total: number | null) =>
    `${total === null ? pluralize(n, 'iteration') : of(n, total, false)} completed.`,
  ran: (ms: number, failures: number) =>
    `${failures === 0 ? 'None' : count(failures)} failed. ${duration(ms)} from the first to the last iteration.`,
  iterationsNotReported: 'Iterations not reported.',

  /** Naming a session. */
  naming: {
    named: (id: string, name: string, before: string | null): TextSpan[] =>
      line`Session ${literal(id)} is now called ${literal(name)}${before === null ? null : line` (it was ${literal(before)})`}. Everybody sees that name, and can type it.`,
    removed: (id: string, before: string): TextSpan[] =>
      line`Session ${literal(id)} has no name any more (it was ${literal(before)}).`,
    hasNone: (id: string): TextSpan[] => line`Session ${literal(id)} has no name.`,
    already: (id: string, name: string): TextSpan[] =>
      line`Session ${literal(id)} is called ${literal(name)} already.`,
    taken: (name: string): TextSpan[] =>
      line`Another session is called ${literal(name)}. Choose another name, or take that one away with ${literal('/arb-tuning unname')}.`,
    tooMany: (most: number): TextSpan[] => [
      `${count(most)} sessions have names, which is the most. Take some away with /arb-tuning unname.`,
    ],
    conflict: ['Somebody else has just changed its name. Nothing was changed: look, and try again.'],
    activity: (id: string, name: string | null): TextSpan[] =>
      name === null
        ? line`took away the name of session ${literal(id, 40)}`
        : line`called session ${literal(id, 40)} ${literal(name)}`,
  },
};
