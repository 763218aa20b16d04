import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import { shown } from './escape';
import { alarms } from './liveAlarms';
import { figureRows, metricsWords, reportsNothing } from './liveRows';
import { aliveness, heartbeatWords, liveTradingWords, nothingReported, portfolioAge } from './liveWords';
import type { PlainTextOptions } from './options';
import { aligned, demoLine, maybe, zonedText } from './plainText';
import { problemLines } from './problemList';
import { targetName } from './targetNames';

/** What one trader reports, for a terminal; control characters in names are made visible. */
export function liveStatusText(snapshot: LiveStatusSnapshot, options: PlainTextOptions): string {
  const rows = figureRows(snapshot, options.currency);
  const read = `Read ${zonedText(snapshot.timestamp, options.zone)}`;
  if (reportsNothing(snapshot)) return [...demoLine(options), nothingReported(snapshot), read].join('\n');
  const from = snapshot.heartbeatComponent === null ? '' : `, from ${shown(snapshot.heartbeatComponent)}`;
  return [
    ...demoLine(options),
    `${targetName(snapshot)}: ${aliveness(snapshot).words.toUpperCase()}. ${heartbeatWords(snapshot)}${from}.`,
    ...(snapshot.liveEnabled && snapshot.liveArmed ? [] : [`Live trading: ${liveTradingWords(snapshot)}.`]),
    ...alarms(snapshot).map((alarm) => `! ${alarm}`),
    ...aligned(rows),
    ...maybe(metricsWords(snapshot), (words) => `Its own metrics: ${words}`),
    ...problemLines(snapshot.problems),
    [read, ...maybe(portfolioAge(snapshot), (words) => words)].join(', '),
  ].join('\n');
}
