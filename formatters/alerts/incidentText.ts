import type { AffectedTarget, Incident } from '../../src/alerting/incidents/incident';
import { bold, type Line, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';
import type { Flag } from '../text/en/live';
import { modeOf, targetLabel } from '../text/targetNames';

/* What the messages about incidents have in common. */

const OUTAGE = 'monitoring_outage';
const TITLE_LENGTH = 60;

type OfRule = Pick<Incident, 'rule'>;

/** That Redis keeps losing its data, for which no trader can be muted. */
export const isDataLossAlert = ({ rule }: OfRule): boolean => rule === 'dataLoss';

/** That the traders cannot be monitored at all. */
export const isOutageAlert = ({ rule }: OfRule): boolean => rule === OUTAGE;

/** That a trader sends no heartbeat, while its portfolio is written. */
export const isAboutHeartbeat = ({ rule }: OfRule): boolean => rule === 'no_heartbeat';

/** False while somebody may have to do something. */
export const isOver = ({ state }: Pick<Incident, 'state'>): boolean =>
  state === 'recovered' || state === 'muted' || state === 'closed';

/** `live docker`, `4 traders`, or `the traders` of an outage. */
export function subjectText(incident: Incident): string {
  if (isOutageAlert(incident)) return t.alerts.allTraders;
  const [first, ...others] = incident.targets;
  if (first === undefined) return t.alerts.noTrader;
  return others.length === 0 ? targetLabel(first.target) : t.alerts.subject(others.length + 1);
}

/** What is wrong, in a few words: `Down`, `Down again, 3rd time`, `Unstable, down 5 times in 20 min`. */
export function incidentTitle(incident: Incident): string {
  const title = failTitle(incident);
  const [target, ...others] = incident.targets;
  const failing = incident.targets.filter(({ recoveredAt }) => recoveredAt === null);
  const rest = failing.length === 0 ? incident.targets : failing;
  const unstable = rest.map(({ flapping }) => flapping).find((flapping) => flapping?.unstableSince);
  if (unstable && rest.every(isComingAndGoing))
    return t.relapses.unstable(title, unstable.times, unstable.inMs, unstable.isAtLeast);
  const isAgain = target !== undefined && others.length === 0 && target.flaps > 0 && !wasUnstable(target);
  return isAgain ? t.relapses.again(title, target.flaps + 1) : title;
}

/** What is wrong with its targets, however often. */
export function failTitle({ rule, storeOutage, targets, closedAt }: Incident): string {
  if (storeOutage !== undefined) return t.rules.storeOutage(t.errors.outage(storeOutage));
  if (isOutageAlert({ rule })) return closedAt === null ? t.rules.lastingOutage : t.rules.outage;
  return sanitize(t.rules.describe(rule, targets[0]?.details ?? {}).title, TITLE_LENGTH);
}

export const wasUnstable = ({ flapping }: AffectedTarget): boolean =>
  (flapping?.unstableSince ?? null) !== null;

/** Unstable, and not known to stay down. */
const isComingAndGoing = (target: AffectedTarget): boolean =>
  wasUnstable(target) && target.flapping?.isSteady !== true;

/** How often its targets failed, the one that did most often. */
export const failuresOf = ({ targets }: Incident): number =>
  Math.max(...targets.map(({ flaps }) => flaps + 1));

/** `Down: live docker · REAL MONEY`. */
export const incidentWhat = (incident: Incident): string =>
  t.alerts.what(
    incidentTitle(incident),
    isOutageAlert(incident) || incident.drill !== undefined ? null : subjectText(incident),
    hasRealMoney(incident.targets),
  );

/** When it began: of several, the first. */
export const startOf = (incident: Incident): Date =>
  isOutageAlert(incident) || incident.targets.length === 0
    ? incident.openedAt
    : new Date(Math.min(...incident.targets.map((target) => beginningOf(target).getTime())));

/** Of one that comes and goes, the first time. */
const beginningOf = (target: AffectedTarget): Date =>
  isComingAndGoing(target) || target.recoveredAt !== null
    ? ((wasUnstable(target) ? target.flapping?.firstStartedAt : null) ?? target.startedAt)
    : target.startedAt;

/** When the last target recovered; of one that ended otherwise, when it was closed. Null while it is open. */
export function endOf({ closedAt, targets }: Incident): Date | null {
  const recoveries = targets.flatMap(({ recoveredAt }) => recoveredAt?.getTime() ?? []);
  if (closedAt === null || recoveries.length === 0 || recoveries.length < targets.length) return closedAt;
  return new Date(Math.max(...recoveries));
}

/** How long it lasted, or has lasted until `now`, in ms. */
export const durationOf = (incident: Incident, now: Date): number =>
  (endOf(incident) ?? now).getTime() - startOf(incident).getTime();

const isLive = ({ target }: AffectedTarget): boolean => modeOf(target) === 'live';

/** The live targets that sent real orders, or could, when it began. */
const realMoneyTargets = (targets: readonly AffectedTarget[]): readonly AffectedTarget[] =>
  targets.filter((one) => isLive(one) && one.details.realMoney === true);

export const hasRealMoney = (targets: readonly AffectedTarget[]): boolean =>
  realMoneyTargets(targets).length > 0;

/** Those with real money first, then the other live ones; else in the order in which they failed. */
export function moneyFirst(targets: readonly AffectedTarget[]): readonly AffectedTarget[] {
  const rank = (one: AffectedTarget): number =>
    !isLive(one) ? 3 : one.details.realMoney === true ? 0 : one.details.realMoney === false ? 2 : 1;
  return [...targets].sort((a, b) => rank(a) - rank(b));
}

/** What is known of real money, as a sentence, which a heading of the incident need not say again; null where none can be involved. */
export function realMoneyLine(
  { targets, state }: Pick<Incident, 'targets' | 'state'>,
  isHeaded = false,
): Line | null {
  const isPast = isOver({ state });
  const live = targets.filter(isLive);
  if (live.length === 0) return null;
  const armed = realMoneyTargets(targets);
  const isOne = targets.length === 1;
  if (armed.length > 0) {
    const names = isOne ? null : armed.map(({ target }) => targetLabel(target)).join(', ');
    return t.rules.realMoney(weightiest(armed), names, isPast, isHeaded);
  }
  const flags = live.map(
    ({ target, details }) => `${isOne ? '' : `${targetLabel(target)} `}${flagsText(details)}`,
  );
  const isUnknown = live.some(({ details }) => typeof details.realMoney !== 'boolean');
  return [t.rules.noRealMoney(flags, isUnknown, isPast)];
}

/** By what it is known that real orders are sent; of several, by what weighs most. */
const weightiest = (armed: readonly AffectedTarget[]): AffectedTarget['details'] =>
  (['orders', 'flags'] as const)
    .map((by) => armed.find(({ details }) => details.realMoneyBy === by)?.details)
    .find((details) => details !== undefined) ??
  armed[0]?.details ??
  {};

/** The details say of both flags at once that one was not understood; it is one that is not known. */
function flagsText({
  liveEnabled,
  liveArmed,
  liveUnreadable,
  realMoneyBy,
}: AffectedTarget['details']): string {
  if (realMoneyBy === 'metrics') return t.live.tradingByMetrics(false);
  const flag = (value: unknown): Flag =>
    typeof value === 'boolean' ? value : liveUnreadable === true ? 'not_understood' : 'not_reported';
  return t.live.flags(flag(liveEnabled), flag(liveArmed));
}

/** Our own words in bold; what else there is stays as it is. */
export const emphasized = (span: TextSpan): TextSpan => (typeof span === 'string' ? bold(span) : span);

/** One target's line in a list: what is wrong with it, and whether it recovered. */
export const targetLine = (
  incident: Incident,
  { target, recoveredAt, flaps, flapping, details }: AffectedTarget,
): TextSpan[] =>
  t.alerts.target(
    targetLabel(target),
    t.rules.describe(incident.rule, details).text,
    incident.targets.length === 1 ? null : recoveredAt,
    flaps + 1,
    flapping?.firstStartedAt ?? null,
  );
