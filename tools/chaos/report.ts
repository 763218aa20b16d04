import { machineTable } from '../bench/machine';
import { count } from '../bench/report';
import { type Table, tableText } from '../bench/table';
import {
  type FaultName,
  INSTANCE_FAULTS,
  REDIS_FAULTS,
  REDIS_KINDS,
  SLACK_FAULTS,
  SOCKET_FAULTS,
} from './faultNames';
import type { RoundOutcome } from './round';
import type { LabViolation, ReportedDeath } from './roundViolations';
import { LAB, STALE_AFTER_S } from './settings';

const FOUND: readonly (readonly [LabViolation['kind'], string])[] = [
  ['lost', 'lost'],
  ['twice', 'reported twice'],
  ['false', 'false'],
  ['wrong', 'with wrong times or values, or a wrong last state'],
  ['late', 'late, with nothing wrong before'],
  ['waits', 'left waiting'],
  ['unanswered', 'commands without an answer, with nothing to excuse it'],
  ['secret', 'secrets in the logs'],
  ['broken', 'rounds that broke off'],
];

/** What a run came to, as Markdown. */
export function reportText(
  outcomes: readonly RoundOutcome[],
  { when, seed }: { when: Date; seed: number },
): string {
  const paragraphs = [
    `Run on ${when.toISOString().slice(0, 16).replace('T', ' at ')} UTC: ${outcomes.length} rounds of seed ${seed}, with two instances of the built bot, each a process of its own.`,
    `It checks every ${LAB.checkIntervalS} s, calls a trader dead after ${STALE_AFTER_S.single} s (under Sentinel after ${STALE_AFTER_S.sentinel} s, the least that may be set there) and itself outage after ${LAB.blindAfterS} s; six traders write every half second, half of them their portfolio alone.`,
    tableText(machineTable()),
    tableText(roundsTable(outcomes)),
    tableText(faultsTable(outcomes)),
    tableText(violationsTable(outcomes)),
    tableText(foundTable(outcomes)),
  ];
  return paragraphs.join('\n\n');
}

const roundsTable = (outcomes: readonly RoundOutcome[]): Table => ({
  head: ['rounds', 'number', 'failed'],
  rows: REDIS_KINDS.map((kind) => {
    const own = outcomes.filter(({ plan }) => plan.kind === kind);
    return [`with ${kind} Redis`, count(own.length), count(own.filter(isFailed).length)];
  }),
});

function faultsTable(outcomes: readonly RoundOutcome[]): Table {
  const all = outcomes.flatMap(({ plan }) => plan.faults.map(({ name }) => name));
  const names = new Set<FaultName>([
    ...Object.values(REDIS_FAULTS).flat(),
    ...INSTANCE_FAULTS,
    ...SLACK_FAULTS,
    ...SOCKET_FAULTS,
  ]);
  return {
    head: ['fault', 'planned'],
    rows: [...names].map((name) => [name, count(all.filter((each) => each === name).length)]),
  };
}

function violationsTable(outcomes: readonly RoundOutcome[]): Table {
  const sum = (of: (outcome: RoundOutcome) => number): string =>
    count(outcomes.reduce((total, outcome) => total + of(outcome), 0));
  return {
    head: ['judged', 'number'],
    rows: [
      [
        'rounds made again, since the machine had no time for the lab for over a second',
        sum(({ madeAgain }) => madeAgain),
      ],
      ['deaths', sum(({ counted }) => counted.deaths)],
      ['incidents', sum(({ counted }) => counted.incidents)],
      ['events', sum(({ counted }) => counted.events)],
      ['lines in threads', sum(({ counted }) => counted.notes)],
      ['messages in Slack', sum(({ messages }) => messages)],
      ['commands asked', sum(({ asked }) => asked.all)],
      ['of these acked within 3 s, and answered', sum(({ asked }) => asked.answered)],
    ],
  };
}

function foundTable(outcomes: readonly RoundOutcome[]): Table {
  const violations = outcomes.flatMap((outcome) => outcome.violations);
  return {
    head: ['found', 'number', 'aim'],
    rows: [
      ...FOUND.map(([kind, words]) => [
        words,
        count(violations.filter((one) => one.kind === kind).length),
        '0',
      ]),
      [`${LONGEST}, whatever is wrong`, longest(outcomes, () => true), ''],
      [`${LONGEST}, with nothing wrong before`, longest(outcomes, (death) => death.isUndisturbed), ''],
    ],
  };
}

const LONGEST = 'the longest from a death to its message, beyond the time after which it is stale';

function longest(outcomes: readonly RoundOutcome[], counts: (death: ReportedDeath) => boolean): string {
  const delays = outcomes.flatMap(({ deaths }) => deaths.filter(counts).map(({ delayMs }) => delayMs));
  return delays.length === 0 ? 'none' : `${(Math.max(...delays) / 1000).toFixed(1)} s`;
}

export const isFailed = ({ violations }: RoundOutcome): boolean => violations.length > 0;

/** What a failed round was, how to make it again, and where its logs are. */
export function failureText({ plan, violations, roundLog, logDir, stalledMs }: RoundOutcome): string {
  return [
    `Round ${plan.number} (${plan.kind} Redis) failed:`,
    ...violations.map(({ kind, what }) => `- ${kind}: ${what}`),
    `Again: npm run lab -- --seed ${plan.seed} --only-round ${plan.number}`,
    `Logs: ${logDir}`,
    ...(stalledMs > 1000
      ? [`The machine had no time for the lab for ${(stalledMs / 1000).toFixed(1)} s meanwhile.`]
      : []),
    roundLog,
  ].join('\n');
}
