import { msBetween } from '../../src/lib/time';
import type { RehearsalReport } from '../../src/rehearsal/rehearsalReport';
import { contextBlock, type Line } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { blockMrkdwn } from '../blockKit/fallbackText';
import { healthLines } from '../performance/historyNotes';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { take } from '../text/lists';
import { targetLabel } from '../text/targetNames';

const GAPS_LISTED = 4;
const TARGETS_LISTED = 5;
/** Where the first record is so much later than asked for, in ms, that is worth telling. */
const SHORTER_MS = 3_600_000;

/** What limits what the rehearsal says. */
export function rehearsalWarnings(report: RehearsalReport): Line[] {
  const { asked, from, to, changes, unknownTargets, targetsWithoutSigns, hasOtherInterval, health } = report;
  return [
    ...(changes.length === 0 ? [t.rehearsal.noChange()] : []),
    ...(msBetween(asked, from) > SHORTER_MS
      ? [t.rehearsal.shorter(from, t.performance.length(msBetween(asked, to)))]
      : []),
    ...(health.mode === 'memory' ? [t.rehearsal.inMemory()] : []),
    ...(unknownTargets.length > 0 ? [t.rehearsal.unknownTargets(named(unknownTargets))] : []),
    ...(targetsWithoutSigns.length > 0 ? [t.rehearsal.withoutSigns(named(targetsWithoutSigns))] : []),
    ...(hasOtherInterval ? [t.rehearsal.otherInterval()] : []),
    ...healthLines(health),
  ];
}

/** How exact it is, and what is not in it. */
export function rehearsalNotes(report: RehearsalReport): MessageBlock[] {
  const { gaps, checkIntervalMs, valuesExactFrom, from, unrecordedRules } = report;
  const longest = [...gaps].sort((a, b) => msBetween(b.from, b.to) - msBetween(a.from, a.to));
  const isWhole = valuesExactFrom !== null && msBetween(from, valuesExactFrom) <= checkIntervalMs;
  return [
    ...truncatedList(t.rehearsal.gapsTitle, longest, GAPS_LISTED, (gap) =>
      t.rehearsal.gap(gap.from, gap.to, gap.reason),
    ),
    contextBlock(
      blockMrkdwn([t.rehearsal.exact(checkIntervalMs), ' ', ...t.rehearsal.values(valuesExactFrom, isWhole)]),
      blockMrkdwn(t.rehearsal.people()),
      blockMrkdwn(t.rehearsal.unrecorded(unrecordedRules)),
    ),
  ];
}

function named(targets: readonly string[]): string {
  const { items, more } = take(targets, TARGETS_LISTED);
  return t.common.names(items.map(targetLabel), more);
}
