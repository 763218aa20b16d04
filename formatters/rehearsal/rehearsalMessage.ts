import { msBetween } from '../../src/lib/time';
import type { RehearsedAlert } from '../../src/rehearsal/alertCollector';
import type { RehearsalReport } from '../../src/rehearsal/rehearsalReport';
import { header, type Line, richText, table, tableCell } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { changeList } from '../configuration/configurationMessage';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { take } from '../text/lists';
import { count } from '../text/numbers';
import { targetLabel } from '../text/targetNames';
import { rehearsalChart } from './rehearsalChart';
import { rehearsalNotes, rehearsalWarnings } from './rehearsalNotes';

const LISTED = 5;
const TARGETS_NAMED = 3;

/** What new settings would have made of the recorded past. */
export function rehearsalMessage(report: RehearsalReport, options: FormatOptions): Message {
  const { before, after, missed, added, moved, same, merged, from, to, changes } = report;
  const period = t.rehearsal.last(t.performance.length(msBetween(from, to)));
  const heading = t.rehearsal.heading(after.alerts, before.alerts, period);
  const chart = rehearsalChart(report);
  const warnings = rehearsalWarnings(report);
  const rest = t.rehearsal.same(same, merged);
  return dataMessage(
    safeText(`${heading}. ${t.rehearsal.spoken(missed.length, added.length, moved.length)}`, 600),
    [
      header(heading),
      ...(chart === null ? [] : [chart]),
      ...linesOf(warnings),
      ...truncatedList(t.rehearsal.missed, missed, LISTED, ({ alert, lasts }) => alertLine(alert, lasts)),
      ...truncatedList(t.rehearsal.added, added, LISTED, (alert) => alertLine(alert, false)),
      ...truncatedList(t.rehearsal.moved, moved, LISTED, ({ before: was, after: is, byMs }) =>
        t.rehearsal.movedAlert(
          titleOf(is),
          targetsOf(is),
          is.at,
          byMs,
          was.severity === is.severity ? null : { from: was.severity, to: is.severity },
        ),
      ),
      ...linesOf(rest),
      ...rulesTable(report),
      ...changeList(changes),
      ...rehearsalNotes(report),
    ],
    options,
  );
}

const linesOf = (lines: readonly Line[]): MessageBlock[] => (lines.length === 0 ? [] : [richText(...lines)]);

const titleOf = ({ rule }: RehearsedAlert): string => ruleTitle(rule);

const ruleTitle = (rule: string): string =>
  rule === 'monitoring_outage' ? t.rules.outage : t.rules.describe(rule, {}).title;

function targetsOf({ targets }: RehearsedAlert): string {
  const { items, more } = take(targets, TARGETS_NAMED);
  return t.common.names(items.map(targetLabel), more);
}

function alertLine(alert: RehearsedAlert, lasts: boolean) {
  const { at, closedAt } = alert;
  const lastedMs = closedAt === null ? null : msBetween(at, closedAt);
  return t.rehearsal.alert(titleOf(alert), targetsOf(alert), at, lastedMs, lasts);
}

/** How many alerts of each rule, and how much the channel would have had to read. */
function rulesTable({ rules, before, after }: RehearsalReport): MessageBlock[] {
  if (before.alerts + after.alerts === 0) return [];
  const { columns } = t.rehearsal;
  const rows = [
    [columns.rule, columns.before, columns.after],
    ...rules.map((each) => [ruleTitle(each.rule), count(each.before), count(each.after)]),
    [columns.messages, count(before.messages), count(after.messages)],
  ];
  return [table(rows.map((row) => row.map(tableCell)))];
}
