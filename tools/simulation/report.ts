import { count } from '../bench/report';
import { tableText } from '../bench/table';
import { FINDING_KINDS } from '../invariants/history';
import type { MutantResult } from './mutantRun';
import { foundIn, type Summary, sumOf } from './summary';

/** What each kind of finding means. */
const KINDS = {
  false: 'false: told, and not so',
  lost: 'lost: so, and not told',
  twice: 'twice: told again',
  wrong: 'wrong: times, final state or figures',
  fast: 'faster than Slack allows',
  waits: 'still waiting with all well for 10 min',
} as const;

/** What was simulated, and what the referee found in it, as Markdown. */
export function resultText(summaries: readonly Summary[]): string {
  const sum = (figure: (summary: Summary) => number): string => count(Math.round(sumOf(summaries, figure)));
  const of = (name: keyof Summary['counted']): string => sum(({ counted }) => counted[name]);
  const found = foundIn(summaries);
  return [
    tableText({
      head: ['simulated', ''],
      rows: [
        ['stories', count(summaries.length)],
        ['of which without any fault', count(summaries.filter(({ isCalm }) => isCalm).length)],
        ['days in all', sum(({ days }) => days)],
        ['copies of the bot', sum(({ copies }) => copies)],
        ['deaths that must be told', of('deaths')],
        ['incidents told', of('incidents')],
        ['events told', of('events')],
        ['notes in threads', of('notes')],
        ['digests', of('digests')],
        ['copies killed', of('kills')],
        ['copies paused', of('pauses')],
        ['outages of Redis', of('outages')],
        ['times that Redis lost data', of('losses')],
        ['calls carried out whose answer was lost', of('lostAnswers')],
      ],
    }),
    tableText({
      head: ['the referee found', ''],
      rows: [
        ...FINDING_KINDS.map((kind) => [KINDS[kind], count(found[kind])]),
        ['came twice where history cannot be read (allowed)', sum(({ atLeastOnce }) => atLeastOnce)],
      ],
    }),
  ].join('\n\n');
}

/** Which planted faults were found out, as Markdown. */
export const mutantText = (results: readonly MutantResult[]): string =>
  tableText({
    head: ['planted fault', 'stories until found out', 'found'],
    rows: results.map(({ name, seeds, finding }) => [
      name,
      finding === null ? `not in ${seeds}` : `${seeds}`,
      finding === null ? '-' : finding.kind,
    ]),
  });

/** What was found in a story, with the command that tells it again. */
export const findingText = ({ seed, findings }: Summary, days: number): string =>
  [
    `Story ${seed}: npm run sim -- --first-seed ${seed} --days ${days} --story`,
    ...findings.map(({ kind, what }) => `  ${kind}: ${what}`),
  ].join('\n');
