import { heldTable } from '../bench/heldRedis';
import { count, milliseconds, type Result, result, type Section } from '../bench/report';
import type { Table } from '../bench/table';
import type { ReportedDeath } from './alertTimes';
import { describeMix } from './commandMix';
import type { PhaseOutcome } from './loadTest';
import type { Plan } from './plan';
import type { ProcessSample } from './processMetrics';

/** Slack's own limit for an ack, in ms. */
const ACK_LIMIT_MS = 3_000;
/** No single command may hold Redis for longer, in ms. */
const HELD_LIMIT_MS = 5;
const HELD_SHOWN = 4;
const SAMPLE_EVERY_S = 10;

/** What the phases came to, with what is aimed at. */
export function loadTestSection(plan: Plan, outcomes: readonly PhaseOutcome[]): Section {
  return {
    title: 'Commands while alerts fire',
    about: [
      `The bot in a process of its own, in Socket Mode with a sandbox, and a Redis with ${count(plan.keys)} keys, all on ` +
        'loopback; Redis goes before the others at the processor, by real-time scheduling where this user may have that. Six traders beat; in each phase some die and come back. A tuning session of 10,000 iterations grows ' +
        `by 20 a second. Traders are checked every ${plan.checkInterval} s, and stale after ${plan.staleAfter} s.`,
      'Commands are commandAt on schedule, whether or not earlier ones were answered, and all times are from when a command ' +
        `was due. Of a hundred: ${describeMix()}.`,
      'Rejected are those asked in the ack to try again in a few seconds; without values those answered that Redis cannot be ' +
        'read in time; lost those that got neither ack nor answer. Detected is when the bot decided that the trader is dead, and ' +
        'reported when Slack took the message.',
    ],
    tables: [
      answerTable(outcomes),
      timeTable(outcomes),
      deathTable(plan, outcomes),
      processTable(outcomes),
      memoryTable(outcomes),
      heldTable(
        Object.fromEntries(outcomes.map(({ phase, held }) => [phase.name, held.slice(0, HELD_SHOWN)])),
      ),
    ],
    results: outcomes.flatMap((outcome) => results(plan, outcome)),
  };
}

function results({ checkInterval }: Plan, { phase, tally, deaths, held }: PhaseOutcome): Result[] {
  const of = (what: string): string => `${phase.name}: ${what}`;
  const unreported = deaths.filter(({ postedAt }) => postedAt === null).length;
  const isBeyond = phase.perSecond > 50;
  return [
    result(of('slowest ack'), tally.ack.max / 1000, 's', isBeyond ? null : { atMost: ACK_LIMIT_MS / 1000 }),
    result(of('commands lost'), tally.of.lost, '', { atMost: 0 }),
    result(of('deaths not reported'), unreported, '', { atMost: 0 }),
    result(of('slowest from detected to reported'), Math.max(...deaths.map(latencyMs)) / 1000, 's', {
      atMost: checkInterval,
    }),
    result(of('longest that a command held Redis'), held[0]?.longestMs ?? 0, 'ms', { atMost: HELD_LIMIT_MS }),
  ];
}

/** Infinite for one that was never reported. */
const latencyMs = ({ detectedAt, postedAt }: ReportedDeath): number =>
  detectedAt === null || postedAt === null
    ? Number.POSITIVE_INFINITY
    : postedAt.getTime() - detectedAt.getTime();

const answerTable = (outcomes: readonly PhaseOutcome[]): Table => ({
  head: ['commands', 'asked', 'answered in the ack', 'answered later', 'refused', 'without values', 'lost'],
  rows: outcomes.map(({ phase, tally: { asked, of } }) => [
    phase.name,
    ...[asked, of.inAck, of.later, of.refused, of.unable, of.lost].map(count),
  ]),
});

const timeTable = (outcomes: readonly PhaseOutcome[]): Table => ({
  head: ['from when it was due', 'half', '99 of 100 within', 'the slowest'],
  rows: outcomes.flatMap(({ phase, tally }) =>
    (['ack', 'answer'] as const).map((what) => {
      const { p50, p99, max } = tally[what];
      return [`${phase.name}: ${what}`, ...[p50, p99, max].map(time)];
    }),
  ),
});

const time = (ms: number): string => (Number.isFinite(ms) ? milliseconds(ms) : 'never');

const deathTable = ({ staleAfter }: Plan, outcomes: readonly PhaseOutcome[]): Table => ({
  head: ['traders that died', '', 'last beat to stale', 'stale to detected', 'detected to reported'],
  rows: outcomes.flatMap(({ phase, deaths }) =>
    deaths.map(({ target, diedAt, detectedAt, postedAt }) => [
      phase.name,
      target,
      `${staleAfter} s`,
      detectedAt === null
        ? 'never'
        : milliseconds(detectedAt.getTime() - diedAt.getTime() - staleAfter * 1000),
      time(latencyMs({ target, diedAt, detectedAt, postedAt })),
    ]),
  ),
});

const processTable = (outcomes: readonly PhaseOutcome[]): Table => ({
  head: ['event loop of the bot, each second', 'longest delay: half', 'the worst'],
  rows: outcomes.map(({ phase, samples }) => {
    const delays = samples.map(({ longestDelayMs }) => longestDelayMs).sort((a, b) => a - b);
    return [
      phase.name,
      ...[delays[Math.floor(delays.length / 2)], delays.at(-1)].map((ms) =>
        ms === undefined ? 'not seen' : milliseconds(ms),
      ),
    ];
  }),
});

const memoryTable = (outcomes: readonly PhaseOutcome[]): Table => ({
  head: ['memory of the bot', 'after', 'rss', 'heap'],
  rows: outcomes.flatMap(({ phase, samples }) =>
    nowAndThen(samples).map(({ atS, rssMb, heapMb }) => [
      phase.name,
      `${atS.toFixed(0)} s`,
      `${rssMb.toFixed(1)} MB`,
      `${heapMb.toFixed(1)} MB`,
    ]),
  ),
});

const nowAndThen = (samples: readonly ProcessSample[]): ProcessSample[] =>
  samples.filter((_, i) => i % SAMPLE_EVERY_S === SAMPLE_EVERY_S - 1 || i === samples.length - 1);
