import { count } from '../bench/report';
import { tableText } from '../bench/table';
import { VIOLATION_KINDS } from '../invariants/history';
import type { MutantResult } from './mutantRun';
import { foundIn, type Summary, sumOf } from './summary';

/** What each kind of violation means. */
const KINDS = {
  false: 'false: reported, and not so',
  lost: 'lost: so, and not reported',
  twice: 'twice: reported again',
  wrong: 'wrong: times, final state or values',
  fast: 'faster than Slack allows',
  waits: 'still waiting after 10 min without faults',
} as const;

/** What was simulated, and what the checker found in it, as Markdown. */
export function resultText(summaries: readonly Summary[]): string {
  const sum = (figure: (summary: Summary) => number): string => count(Math.round(sumOf(summaries, figure)));
  const of = (name: keyof Summary['counted']): string => sum(({ counted }) => counted[name]);
  const found = foundIn(summaries);
  return [
    tableText({
      head: ['simulated', ''],
      rows: [
        ['scenarios', count(summaries.length)],
        ['of which without any fault', count(summaries.filter(({ isCalm }) => isCalm).length)],
        ['days in all', sum(({ days }) => days)],
        ['instances of the bot', sum(({ instances }) => instances)],
        ['deaths that must be reported', of('deaths')],
        ['incidents reported', of('incidents')],
        ['events reported', of('events')],
        ['notes in threads', of('notes')],
        ['digests', of('digests')],
        ['instances killed', of('kills')],
        ['instances paused', of('pauses')],
        ['outages of Redis', of('outages')],
        ['times that Redis lost data', of('dataLosses')],
        ['calls carried out whose answer was lost', of('lostAnswers')],
      ],
    }),
    tableText({
      head: ['the checker found', ''],
      rows: [
        ...VIOLATION_KINDS.map((kind) => [KINDS[kind], count(found[kind])]),
        ['came twice where history cannot be read (allowed)', sum(({ atLeastOnce }) => atLeastOnce)],
      ],
    }),
  ].join('\n\n');
}

/** Which injected bugs were found out, as Markdown. */
export const mutantText = (results: readonly MutantResult[]): string =>
  tableText({
    head: ['injected bug', 'scenarios until found out', 'found'],
    rows: results.map(({ name, seeds, violation }) => [
      name,
      violation === null ? `not in ${seeds}` : `${seeds}`,
      violation === null ? '-' : violation.kind,
    ]),
  });

/** What was found in a scenario, with the command that repeats it. */
export const violationText = ({ seed, violations }: Summary, days: number): string =>
  [
    `Scenario ${seed}: npm run sim -- --first-seed ${seed} --days ${days} --trace`,
    ...violations.map(({ kind, what }) => `  ${kind}: ${what}`),
  ].join('\n');
