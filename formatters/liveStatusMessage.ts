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
} from './liveWords';
import { dataMessage, type Message } from './message';
import type { FormatOptions } from './options';
import { problemList } from './problemList';
import { TEXT_LENGTH, words } from './spoken';
import { targetName } from './targetNames';

/** What one trader reports, alive or not first. */
export function liveStatusMessage(snapshot: LiveStatusSnapshot, options: FormatOptions): Message {
  const rows = figureRows(snapshot, options.currency);
  if (reportsNothing(snapshot)) {
    const text = nothingReported(snapshot);
    return dataMessage(words(text), [lines([`⚪ ${text}`]), readAt(snapshot)], options);
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
  return dataMessage(words(liveSentence(snapshot, options.currency), TEXT_LENGTH), blocks, options);
}

function headline(snapshot: LiveStatusSnapshot): string {
  const { mark, words: life } = aliveness(snapshot);
  const seen = snapshot.heartbeat === 'fresh' && snapshot.breakerActive ? '🟠' : mark;
  return [`${seen} ${life}: ${targetName(snapshot)}`, ...urgentMarks(snapshot)].join(' · ');
}

function heartbeatLine(snapshot: LiveStatusSnapshot): Piece[] {
  const beat = heartbeatWords(snapshot);
  if (snapshot.heartbeat === 'absent') return [`${beat}. It may have stopped, or cannot reach Redis.`];
  return snapshot.heartbeatComponent === null
    ? [`${beat}.`]
    : [`${beat}, from `, { data: snapshot.heartbeatComponent }, '.'];
}

/** Whether live trading is on; where it is, the alarms say so. */
const tradingLines = (snapshot: LiveStatusSnapshot): Piece[][] =>
  snapshot.liveEnabled && snapshot.liveArmed ? [] : [[`Live trading: ${liveTradingWords(snapshot)}.`]];

const loud = (alarm: string): Piece[] => [{ bold: `⚠️ ${alarm}` }];

function metricLines(snapshot: LiveStatusSnapshot): KnownBlock[] {
  const metrics = metricsWords(snapshot);
  return metrics === null ? [] : [lines([{ bold: 'Its own metrics: ' }, metrics])];
}

function readAt(snapshot: LiveStatusSnapshot): ContextBlock {
  const age = portfolioAge(snapshot);
  return smallPrint(`Read ${slackDate(snapshot.timestamp)}${age === null ? '' : ` · ${age}`}`);
}
