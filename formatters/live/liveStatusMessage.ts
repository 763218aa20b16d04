import type { ContextBlock, KnownBlock } from '@slack/types';
import type { TargetView } from '../../src/alerting/targetStates';
import { contextBlock, header, richText, table, tableCell } from '../blockKit/blocks';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { problemList } from '../text/problemList';
import { targetName } from '../text/targetNames';
import { runLines, urgentLabels } from './controlText';
import { hintLines } from './hintText';
import { figureRows, metricsText } from './liveRows';
import { isAllSilent, liveSummary, portfolioAge } from './liveText';
import { handledLines, moneyLines, signLine, sinceLines } from './statusLines';
import { markOfState, statusLabel } from './statusText';
import { liveWarnings } from './warnings';

/** What one trader reports, alive or not first. */
export function liveStatusMessage(view: TargetView, options: FormatOptions): Message {
  const { state, snapshot } = view;
  if (isAllSilent(view)) {
    const text = t.live.noData(targetName(state));
    return dataMessage(safeText(text), [richText([`➖ ${text}`]), readAt(view, options)], options);
  }
  const { current, old } = t.live.columns;
  const currency = currencyOf(options, state.target);
  const rows = figureRows(snapshot, currency).map(({ label, value }) => [label, value]);
  const metrics = metricsText(snapshot);
  const blocks: KnownBlock[] = [
    header(headline(view)),
    richText(
      signLine(state),
      ...sinceLines(state),
      ...moneyLines(view),
      ...liveWarnings(view).map((text) => [t.live.warning(text)]),
      ...runLines(view.controls, (isHalt) => (isHalt ? '🛑 ' : '⏸️ ')),
      ...handledLines(state),
    ),
    table([[targetName(state), isCurrent(view) ? current : old], ...rows].map((row) => row.map(tableCell))),
    ...(metrics === null ? [] : [richText(t.live.metrics(metrics))]),
    ...problemList(snapshot.problems),
    readAt(view, options),
  ];
  return dataMessage(liveSummary(view, currency), blocks, options);
}

/** Whether its portfolio is written, so that its figures are of now. */
const isCurrent = ({ state }: TargetView): boolean => ['ok', 'late', 'no_heartbeat'].includes(state.status);

const headline = (view: TargetView): string =>
  [
    `${markOfState(view.state)} ${statusLabel(view.state.status)}: ${targetName(view.state)}`,
    ...urgentLabels(view),
  ].join(' · ');

function readAt(view: TargetView, options: FormatOptions): ContextBlock {
  const age = portfolioAge(view);
  const read = t.common.readAt(view.snapshot.timestamp);
  return contextBlock(...hintLines(view, options), age === null ? read : `${read} · ${age}`);
}
