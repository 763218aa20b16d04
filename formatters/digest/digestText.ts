import type { CounterChange, DigestIncident, DigestSession, DigestTarget } from '../../src/digests/digest';
import type { LiveField } from '../../src/monitors/live/liveSnapshot';
import type { TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { type Absence, NOT_REPORTED, NOT_UNDERSTOOD } from '../live/liveText';
import { STATUS_WORDS } from '../live/statusText';
import { count, duration, money, percentage, pluralize } from '../text/numbers';
import { modeOf, targetWords } from '../text/targetNames';

/* What a digest says of one trader, one alert, one tuning session: each a line. */

const SESSION_LENGTH = 60;
/** Watched for less, in ms, a share of it tells nothing. */
const WATCHED_AT_LEAST_MS = 60_000;
/** A balance of so much earlier than the last digest has a time of its own, in ms. */
const SAME_TIME_MS = 120_000;

/** `57 trades, 1,344 in all`; a counter that was reset, or was not reported, is said to be so. */
export function counterWords(
  { total, increase, resets, isNew }: CounterChange,
  one: string,
  many: string,
  absent: Absence = NOT_REPORTED,
): string {
  if (total === null) return increase > 0 ? pluralize(increase, one, many) : `${many} ${absent}`;
  const inAll = `${count(total)} in all`;
  if (resets > 0) return `${pluralize(increase, one, many)} seen, but the counter was reset: now ${inAll}`;
  if (isNew && increase === 0) return `${many} reported for the first time: ${inAll}`;
  if (total === 0) return `no ${many}`;
  return increase === 0 ? `no new ${many}, ${inAll}` : `${pluralize(increase, one, many)}, ${inAll}`;
}

/** Why a figure of it is null. */
export const absenceIn = ({ unreadable }: DigestTarget, figure: LiveField): Absence =>
  unreadable.includes(figure) ? NOT_UNDERSTOOD : NOT_REPORTED;

/** The balance then and now, and the difference. */
export function balancePieces(target: DigestTarget, since: Date, currency: string | null): TextSpan[] {
  const { now, before } = target.balance;
  const absent = absenceIn(target, 'totalBalance');
  if (before === null)
    return [now === null ? `Balance ${absent}` : `Balance ${money(now, currency)}, ${NOT_REPORTED} before`];
  const isOlder = since.getTime() - before.at.getTime() > SAME_TIME_MS;
  const then: TextSpan[] = isOlder ? [` (`, { at: before.at }, ')'] : [];
  if (now === null)
    return [`Balance ${absent} now; it was ${money(before.value, currency)}`, ', ', { at: before.at }];
  if (now === before.value) return [`Balance ${money(now, currency)}, unchanged`];
  return [
    `Balance ${money(before.value, null)}`,
    ...then,
    ` → ${money(now, currency)}`,
    ...difference(now - before.value),
  ];
}

/** Without what is left of binary fractions; nothing, where that is all. */
function difference(exact: number): TextSpan[] {
  const rounded = Math.round(exact * 1e8) / 1e8;
  if (rounded === 0 || !Number.isFinite(rounded)) return [];
  return [' (', { bold: `${rounded > 0 ? '+' : '−'}${money(Math.abs(rounded), null)}` }, ')'];
}

/** `Up 98.2 % of the 23 h 40 min watched`. */
export function uptimeWords({ lastSignAt, watchedMs, upMs }: DigestTarget): string {
  if (lastSignAt === null) return 'No sign of life was ever observed';
  if (watchedMs < WATCHED_AT_LEAST_MS) return 'Not watched for long enough to tell its time up';
  const share = percentage((Math.min(upMs, watchedMs) / watchedMs) * 100);
  return `Up ${share} of the ${duration(watchedMs)} watched`;
}

/** True for a live trader that sends real orders. */
export const isRealMoney = ({ realMoney }: DigestTarget): boolean => realMoney === true;

/** How it stands: its status, and what is urgent about it; where it is not seen now, how it stood when it was. */
export function statePieces(target: DigestTarget, isUnseen: boolean): TextSpan[] {
  const { status, downSince, silenced, acknowledgedBy, breakerActive, openAlerts } = target;
  const words = STATUS_WORDS[status].words.toLowerCase();
  return [
    isUnseen ? `unknown, last seen ${words}` : words,
    ...(downSince === null ? [] : [' since ', { at: downSince }]),
    ...(breakerActive === true ? [', ', { bold: 'BREAKER ACTIVE' }] : []),
    ...moneyPieces(target),
    ...(openAlerts > 0 && status !== 'down' ? [`, ${pluralize(openAlerts, 'open alert')}`] : []),
    ...(acknowledgedBy === null ? [] : [', acknowledged by ', { who: acknowledgedBy }]),
    ...(silenced === null ? [] : [silenced.kind === 'muted' ? ', muted' : ', snoozed']),
  ];
}

function moneyPieces(target: DigestTarget): TextSpan[] {
  if (isRealMoney(target)) return [', ', { bold: 'REAL MONEY' }];
  if (modeOf(target.target) !== 'live') return [];
  return [target.realMoney === null ? ', real money: not known' : ', no real orders'];
}

/** Never green where something is open or its breaker is active. */
export function stateMark({ status, breakerActive, openAlerts }: DigestTarget, isUnseen: boolean): string {
  if (isUnseen) return STATUS_WORDS.unknown.mark;
  if (status !== 'ok') return STATUS_WORDS[status].mark;
  return breakerActive === true ? '⛔' : openAlerts > 0 ? '🟠' : STATUS_WORDS.ok.mark;
}

/** `Down: paper docker · 14 min, from 02:58`. */
export function incidentPieces(incident: DigestIncident, now: Date): TextSpan[] {
  const { rule, title, targets, state, beganAt, endedAt } = incident;
  const names = targets.map(targetWords);
  const others = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const whose = names.length === 0 ? '' : `: ${names.slice(0, 3).join(', ')}${others}`;
  const lasted = duration((endedAt ?? now).getTime() - beganAt.getTime());
  return [
    { bold: rule === 'monitoring_outage' ? 'Traders not seen' : sanitize(title ?? rule) },
    `${whose} · ${endedAt === null ? `for ${lasted} so far, ${OPEN_WORDS[state]}` : lasted}, from `,
    { at: beganAt },
    ...(state === 'muted' ? [', then no longer watched'] : []),
  ];
}

const OPEN_WORDS = {
  open: 'not acknowledged',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  recovered: 'recovered',
  muted: 'not watched',
} as const;

/** `"d28" paper docker: 20 more iterations, 40 completed, finished`. */
export const sessionPieces = ({
  session,
  env,
  mode,
  completed,
  since,
  finished,
  stalled,
}: DigestSession): TextSpan[] => [
  { data: session, limit: SESSION_LENGTH },
  ` ${sanitize(mode, 20)} ${sanitize(env, 20)}: `,
  since === null || since === 0
    ? `${pluralize(completed, 'iteration')} completed`
    : `${pluralize(since, 'more iteration')}, ${count(completed)} completed`,
  ...(finished ? [', ', { bold: 'finished' }] : []),
  ...(stalled && !finished ? [', ', { bold: 'stalled' }] : []),
];
