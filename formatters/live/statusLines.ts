import type { TargetState } from '../../src/alerting/state/targetState';
import type { TargetView } from '../../src/alerting/targetStates';
import type { Line } from '../blockKit/blocks';
import { upperFirst } from '../text/case';
import { t } from '../text/catalogue';
import { tradingText } from './liveText';
import { hasOneNewSign, heartbeatComponent, portfolioStaleSince, signText } from './signText';

/* The lines on one trader, of Slack and of the terminal. */

/** By which sign it is judged, from which component. */
export const signLine = (state: TargetState): Line =>
  t.live.signLine(upperFirst(signText(state)), heartbeatComponent(state));

/** Since when it is down or its portfolio is stale, and whether it may be coming back. */
export function sinceLines(state: TargetState): Line[] {
  const { status, downSince } = state;
  const staleSince = portfolioStaleSince(state);
  return [
    ...(downSince === null
      ? []
      : [status === 'down' ? t.live.downSince(downSince) : t.live.lastSeenDown(downSince)]),
    ...(staleSince === null ? [] : [t.live.portfolioStaleSince(staleSince)]),
    ...(hasOneNewSign(state) ? [[t.live.oneSignSince]] : []),
  ];
}

/** That no real money is at stake, and by what; where it is, or may be, the warnings say so. */
export function moneyLines({ state, snapshot }: TargetView): Line[] {
  const isReported = snapshot.liveEnabled !== null || snapshot.liveArmed !== null || state.mode === 'live';
  if (!isReported) return [];
  const isSafe = state.mode === 'live' && state.money.value === false;
  const money = isSafe ? t.live.realMoney(state.money, snapshot.timestamp) : null;
  return [[t.live.trading(tradingText(snapshot), money)]];
}

/** What is open where the status does not say so, who acknowledged it, and why its alerts are silent: a line each. */
export function handledLines({
  status,
  breakerActive,
  incidents,
  silenced,
  acknowledgedBy,
}: TargetState): Line[] {
  const isShown = breakerActive === true || !['ok', 'late', 'not_reported'].includes(status);
  return [
    ...(isShown || incidents.length === 0 ? [] : [[t.live.seeOpenAlerts(incidents.length)]]),
    ...(acknowledgedBy === null ? [] : [t.live.acknowledgedBy(acknowledgedBy)]),
    ...(silenced === null ? [] : [t.silences.ofTarget(silenced)]),
  ];
}
