import type { DigestIncident, DigestSession, DigestTarget } from '../../src/digests/digest';
import { isOutageAlert } from '../alerts/incidentText';
import { bold, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { missingReason } from '../live/liveText';
import { STATUS_MARKS, statusLabel, statusMark } from '../live/statusText';
import { amountText } from '../text/amount';
import { t } from '../text/catalogue';
import { take } from '../text/lists';
import { money } from '../text/numbers';
import { modeOf, targetLabel } from '../text/targetNames';

/* What a digest says of one trader, one alert, one tuning session: each a line. */

const TARGETS_NAMED = 3;
/** Monitored for less, in ms, a share of it tells nothing. */
const MONITORED_AT_LEAST_MS = 60_000;
/** A balance of so much earlier than the last digest has a time of its own, in ms. */
const SAME_TIME_MS = 120_000;

/** The balance then and now, and the difference. */
export function balanceLine(target: DigestTarget, since: Date, currency: string | null): TextSpan[] {
  const { now, before } = target.balance;
  const missing = missingReason(target, 'totalBalance');
  const shown = now === null ? null : amountText(now, currency);
  if (before === null) return [t.digest.balanceFirst(shown, missing)];
  if (now === null || shown === null)
    return t.digest.balanceGone(missing, money(before.value, currency), before.at);
  if (now === before.value) return [t.digest.balanceUnchanged(shown)];
  const isOlder = since.getTime() - before.at.getTime() > SAME_TIME_MS;
  const difference = exactly(now - before.value);
  return t.digest.balance(money(before.value, null), isOlder ? before.at : null, shown, difference);
}

/** Without what is left of binary fractions; 0 for what is no number. */
function exactly(difference: number): number {
  const rounded = Math.round(difference * 1e8) / 1e8;
  return Number.isFinite(rounded) ? rounded : 0;
}

/** `Up 98.2 % of the 23 h 40 min monitored`. */
export function uptimeText({ lastSignAt, watchedMs, upMs }: DigestTarget): string {
  if (lastSignAt === null) return t.digest.neverSeen;
  if (watchedMs < MONITORED_AT_LEAST_MS) return t.digest.monitoredTooShort;
  return t.digest.uptime(Math.min(upMs, watchedMs) / watchedMs, watchedMs);
}

/** How it stands: its status, and what is urgent about it; where it is not seen now, how it stood when it was. */
export function stateSpans(target: DigestTarget, isUnseen: boolean): TextSpan[] {
  const { status, downSince, silenced, acknowledgedBy, breakerActive, openAlerts } = target;
  const label = statusLabel(status).toLowerCase();
  return [
    isUnseen ? t.digest.unknownLastSeen(label) : label,
    ...(downSince === null ? [] : t.digest.downSince(downSince)),
    ...(breakerActive === true ? t.digest.urgent(t.common.breakerActive) : []),
    ...moneySpans(target),
    ...(openAlerts > 0 && status !== 'down' ? [t.digest.openAlerts(openAlerts)] : []),
    ...(acknowledgedBy === null ? [] : t.digest.acknowledgedBy(acknowledgedBy)),
    ...(silenced === null ? [] : [t.digest.silenced(silenced.kind)]),
  ];
}

function moneySpans({ target, realMoney }: DigestTarget): TextSpan[] {
  if (realMoney === true) return t.digest.urgent(t.common.realMoney);
  if (modeOf(target) !== 'live') return [];
  return [realMoney === null ? t.digest.moneyUnknown : t.digest.noRealOrders];
}

/** The mark and name of a target as the start of its lines. */
export const targetHeading = (target: DigestTarget, isUnseen: boolean): TextSpan => {
  const { status, breakerActive, openAlerts } = target;
  const mark = isUnseen ? STATUS_MARKS.unknown : statusMark(status, breakerActive === true, openAlerts);
  return bold(`${mark} ${targetLabel(target.target)}`);
};

/** `Down: paper docker · 14 min, from 02:58`; of a critical one with that word before it. */
export function incidentSpans(incident: DigestIncident, now: Date): TextSpan[] {
  const { severity, targets, state, beganAt, endedAt } = incident;
  const { items, more } = take(targets.map(targetLabel), TARGETS_NAMED);
  const lastedMs = (endedAt ?? now).getTime() - beganAt.getTime();
  return t.digest.incident(
    severity === 'critical'
      ? t.alerts.severe(severity, digestIncidentTitle(incident))
      : digestIncidentTitle(incident),
    items,
    more,
    state,
    beganAt,
    lastedMs,
    endedAt !== null,
  );
}

/** `"d28" paper docker: 20 more iterations, 40 completed, finished`. */
export const sessionSpans = ({ session, name, env, mode, ...rest }: DigestSession): TextSpan[] =>
  t.digest.session(
    session,
    name,
    `${sanitize(mode, 20)} ${sanitize(env, 20)}`,
    rest.completed,
    rest.since,
    rest.finished,
    rest.stalled,
  );

const digestIncidentTitle = ({ rule, details }: DigestIncident): string =>
  isOutageAlert({ rule }) ? t.rules.outage : t.rules.describe(rule, details).title;
