import type { ContextBlock, KnownBlock } from '@slack/types';
import type { TargetView } from '../../src/alerting/targetStates';
import {
  contextBlock,
  header,
  richText,
  slackDate,
  type TextSpan,
  table,
  tableCell,
} from '../blockKit/blocks';
import { words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { upperFirst } from '../text/case';
import { problemList } from '../text/problemList';
import { targetName } from '../text/targetNames';
import { controlLines, viewMarks } from './controlLines';
import { hintLines } from './hintText';
import { figureRows, metricsWords } from './liveRows';
import {
  aliveness,
  isAllSilent,
  liveSentence,
  liveTradingWords,
  nothingReported,
  portfolioAge,
} from './liveText';
import { realMoneySentence } from './moneyText';
import {
  heartbeatComponent,
  missingHeartbeat,
  portfolioStaleSince,
  returnWords,
  signWords,
} from './signText';
import { handledLines } from './silenceText';
import { warnings } from './warnings';

/** What one trader reports, alive or not first. */
export function liveStatusMessage(view: TargetView, options: FormatOptions): Message {
  const { state, snapshot } = view;
  const rows = figureRows(snapshot, options.currency);
  if (isAllSilent(view)) {
    const text = nothingReported(state);
    return dataMessage(words(text), [richText([`➖ ${text}`]), readAt(view, options)], options);
  }
  const heading = [tableCell(targetName(state)), tableCell(isCurrent(view) ? 'reported' : 'last reported')];
  const blocks: KnownBlock[] = [
    header(headline(view)),
    richText(
      ...signLines(view),
      ...moneyLines(view),
      ...warnings(view).map(loud),
      ...controlLines(view.controls),
      ...handledLines(state),
    ),
    table([heading, ...rows.map(({ label, value }) => [tableCell(label), tableCell(value)])]),
    ...metricLines(view),
    ...problemList(snapshot.problems),
    readAt(view, options),
  ];
  return dataMessage(liveSentence(view, options.currency), blocks, options);
}

/** Whether its portfolio is written, so that its figures are of now. */
const isCurrent = ({ state }: TargetView): boolean => ['ok', 'late', 'no_heartbeat'].includes(state.status);

const headline = (view: TargetView): string => {
  const { state } = view;
  const { mark, words } = aliveness(state);
  return [`${mark} ${words}: ${targetName(state)}`, ...viewMarks(view)].join(' · ');
};

/** By which sign it is judged, and since when it is down. */
function signLines({ state }: TargetView): TextSpan[][] {
  const missing = missingHeartbeat(state);
  const { status, downSince } = state;
  const staleSince = portfolioStaleSince(state);
  const returned = returnWords(state);
  return [
    [
      [upperFirst(signWords(state)), ...(missing === null ? [] : [missing])].join('; '),
      ...componentOf(state),
      '.',
    ],
    ...(downSince === null
      ? []
      : [[status === 'down' ? 'Down since ' : 'Last seen down, since ', { at: downSince }, '.']]),
    ...(staleSince === null ? [] : [['Portfolio stale since ', { at: staleSince }, '.']]),
    ...(returned === null ? [] : [[returned]]),
  ];
}

function componentOf(state: TargetView['state']): TextSpan[] {
  const component = heartbeatComponent(state);
  return component === null ? [] : [', from ', { data: component }];
}

/** That no real money is at stake, and by what; where it is, or may be, the alarms say so. */
function moneyLines({ state, snapshot }: TargetView): TextSpan[][] {
  const isReported = snapshot.liveEnabled !== null || snapshot.liveArmed !== null || state.mode === 'live';
  if (!isReported) return [];
  const safe = state.money.value === false ? realMoneySentence(state, snapshot.timestamp) : null;
  return [[`Live trading: ${liveTradingWords(snapshot)}.${safe === null ? '' : ` ${safe}`}`]];
}

const loud = (alarm: string): TextSpan[] => [{ bold: `⚠️ ${alarm}` }];

function metricLines({ snapshot }: TargetView): KnownBlock[] {
  const said = metricsWords(snapshot);
  return said === null ? [] : [richText([{ bold: 'Its own metrics: ' }, said])];
}

function readAt(view: TargetView, options: FormatOptions): ContextBlock {
  const age = portfolioAge(view);
  return contextBlock(
    ...hintLines(view, options),
    `Read ${slackDate(view.snapshot.timestamp)}${age === null ? '' : ` · ${age}`}`,
  );
}
