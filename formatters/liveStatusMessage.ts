import type { ContextBlock, KnownBlock } from '@slack/types';
import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import { cell, header, lines, type Piece, slackDate, smallPrint, table } from './blocks';
import { alarms, urgentMarks } from './liveAlarms';
import { figureRows, metricsWords, reportsNothing } from './liveRows';
import {
  aliveness,
  heartbeatWords,
  liveSentence,
  liveTradingWords,
  nothingReported,
  portfolioAge,
  targetName,
} from './liveWords';
import { dataMessage, type Message } from './message';
import type { FormatOptions } from './options';
import { problemList } from './problemList';

/** What one trader reports, alive or not first. */
export function liveStatusMessage(snapshot: LiveStatusSnapshot, options: FormatOptions): Message {
  const rows = figureRows(snapshot, options.currency);
  if (reportsNothing(snapshot)) {
    const text = nothingReported(snapshot);
    return dataMessage(text, [lines([`⚪ ${text}`]), readAt(snapshot)], options);
  }
  const heading = [
    cell(targetName(snapshot)),
    cell(snapshot.heartbeat === 'fresh' ? 'reported' : 'last reported'),
  ];
  const blocks: KnownBlock[] = [
    header(headline(snapshot)),
    lines(heartbeatLine(snapshot), ...tradingLines(snapshot), ...alarms(snapshot).map(loud)),
    table([heading, ...rows.map(({ label, value }) => [cell(label), cell(value)])]),
    ...metricLines(snapshot),
    ...problemList(snapshot.problems),
    readAt(snapshot),
  ];
  return dataMessage(liveSentence(snapshot, options.currency), blocks, options);
}

function headline(snapshot: LiveStatusSnapshot): string {
  const { mark, words } = aliveness(snapshot);
  const seen = snapshot.heartbeat === 'fresh' && snapshot.breakerActive ? '🟠' : mark;
  return [`${seen} ${words}: ${targetName(snapshot)}`, ...urgentMarks(snapshot)].join(' · ');
}

function heartbeatLine(snapshot: LiveStatusSnapshot): Piece[] {
  const words = heartbeatWords(snapshot);
  if (snapshot.heartbeat === 'absent') return [`${words}. It may have stopped, or cannot reach Redis.`];
  return snapshot.heartbeatComponent === null
    ? [`${words}.`]
    : [`${words}, from `, { data: snapshot.heartbeatComponent }, '.'];
}

/** Whether live trading is on; where it is, the alarms say so. */
const tradingLines = (snapshot: LiveStatusSnapshot): Piece[][] =>
  snapshot.liveEnabled && snapshot.liveArmed ? [] : [[`Live trading: ${liveTradingWords(snapshot)}.`]];

const loud = (alarm: string): Piece[] => [{ bold: `⚠️ ${alarm}` }];

function metricLines(snapshot: LiveStatusSnapshot): KnownBlock[] {
  const words = metricsWords(snapshot);
  return words === null ? [] : [lines([{ bold: 'Its own metrics: ' }, words])];
}

function readAt(snapshot: LiveStatusSnapshot): ContextBlock {
  const age = portfolioAge(snapshot);
  return smallPrint(`Read ${slackDate(snapshot.timestamp)}${age === null ? '' : ` · ${age}`}`);
}
