import type { TargetView } from '../../src/alerting/targetStates';
import { sanitize } from '../blockKit/escape';
import type { PlainTextOptions } from '../blockKit/options';
import { upperFirst } from '../text/case';
import { aligned, demoLine, maybe, zonedText } from '../text/plainText';
import { problemLines } from '../text/problemList';
import { targetName } from '../text/targetNames';
import { controlTexts, viewMarks } from './controlLines';
import { hintTexts } from './hintText';
import { figureRows, metricsWords } from './liveRows';
import { aliveness, isAllSilent, liveTradingWords, nothingReported, portfolioAge } from './liveText';
import { realMoneySentence } from './moneyText';
import {
  heartbeatComponent,
  missingHeartbeat,
  portfolioStaleSince,
  returnWords,
  signWords,
} from './signText';
import { openAlertsLine } from './silenceText';
import { warnings } from './warnings';

/** What one trader reports, for a terminal; control characters in names are made visible. */
export function liveStatusText(view: TargetView, options: PlainTextOptions): string {
  const { state, snapshot } = view;
  const read = `Read ${zonedText(snapshot.timestamp, options.zone)}`;
  if (isAllSilent(view)) return [...demoLine(options), nothingReported(state), read].join('\n');
  const heading = [`${targetName(state)}: ${aliveness(state).words.toUpperCase()}`, ...viewMarks(view)];
  return [
    ...demoLine(options),
    `${heading.join(' · ')}. ${upperFirst(signLine(view))}.`,
    ...sinceLines(view, options.zone),
    ...moneyLines(view),
    ...warnings(view).map((alarm) => `! ${alarm}`),
    ...controlTexts(view.controls, options.zone),
    ...silenceLines(view, options.zone),
    ...aligned(figureRows(snapshot, options.currency)),
    ...maybe(metricsWords(snapshot), (words) => `Its own metrics: ${words}`),
    ...problemLines(snapshot.problems),
    ...hintTexts(view, options),
    [read, ...maybe(portfolioAge(view), (words) => words)].join(', '),
  ].join('\n');
}

function signLine({ state }: TargetView): string {
  const component = heartbeatComponent(state);
  const said = [signWords(state), ...maybe(missingHeartbeat(state), (words) => words)].join('; ');
  return component === null ? said : `${said}, from ${sanitize(component)}`;
}

function sinceLines({ state }: TargetView, zone: string): string[] {
  const { status, downSince } = state;
  const began = status === 'down' ? 'Down since' : 'Last seen down, since';
  return [
    ...maybe(downSince, (since) => `${began} ${zonedText(since, zone)}.`),
    ...maybe(portfolioStaleSince(state), (since) => `Portfolio stale since ${zonedText(since, zone)}.`),
    ...maybe(returnWords(state), (words) => words),
  ];
}

function moneyLines({ state, snapshot }: TargetView): string[] {
  const isReported = snapshot.liveEnabled !== null || snapshot.liveArmed !== null || state.mode === 'live';
  const safe = state.money.value === false ? realMoneySentence(state, snapshot.timestamp) : null;
  return isReported ? [`Live trading: ${liveTradingWords(snapshot)}.${safe === null ? '' : ` ${safe}`}`] : [];
}

function silenceLines({ state }: TargetView, zone: string): string[] {
  const { silenced, acknowledgedBy } = state;
  return [
    ...maybe(openAlertsLine(state), (line) => line),
    ...maybe(acknowledgedBy, (by) => `Acknowledged by ${sanitize(by)}.`),
    ...(silenced === null
      ? []
      : [
          silenced.kind === 'muted'
            ? 'Muted: no alerts until it is well again.'
            : `Snoozed${silenced.until === null ? '' : ` until ${zonedText(silenced.until, zone)}`}.`,
        ]),
  ];
}
