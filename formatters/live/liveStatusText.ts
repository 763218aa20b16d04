import type { TargetView } from '../../src/alerting/targetStates';
import type { Line } from '../blockKit/blocks';
import type { PlainTextOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { aligned, demoLine, maybe, plainLine } from '../text/plainText';
import { problemLines } from '../text/problemList';
import { targetName } from '../text/targetNames';
import { runLines, urgentLabels } from './controlText';
import { hintTexts } from './hintText';
import { figureRows, metricsText } from './liveRows';
import { isAllSilent, portfolioAge } from './liveText';
import { handledLines, moneyLines, signLine, sinceLines } from './statusLines';
import { statusLabel } from './statusText';
import { liveWarnings } from './warnings';

/** What one trader reports, for a terminal; control characters in names are made visible. */
export function liveStatusText(view: TargetView, options: PlainTextOptions): string {
  const { state, snapshot } = view;
  const plain = (line: Line): string => plainLine(line, options.zone);
  const read = plain(t.common.readAtLine(snapshot.timestamp));
  if (isAllSilent(view)) return [...demoLine(options), t.live.noData(targetName(state)), read].join('\n');
  const heading = [`${targetName(state)}: ${statusLabel(state.status).toUpperCase()}`, ...urgentLabels(view)];
  return [
    ...demoLine(options),
    `${heading.join(' · ')}. ${plain(signLine(state))}`,
    ...[...sinceLines(state), ...moneyLines(view)].map(plain),
    ...liveWarnings(view).map((text) => `! ${text}`),
    ...[...runLines(view.controls, () => '! '), ...handledLines(state)].map(plain),
    ...aligned(figureRows(snapshot, currencyOf(options, state.target))),
    ...maybe(metricsText(snapshot), (metrics) => plain(t.live.metrics(metrics))),
    ...problemLines(snapshot.problems),
    ...hintTexts(view, options),
    [read, ...maybe(portfolioAge(view), (age) => age)].join(', '),
  ].join('\n');
}
