import type { AffectedTarget, Incident } from '../../src/alerting/incidents/incident';
import type { Details } from '../../src/alerting/rules/rule';
import type { TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { sentencePieces } from '../blockKit/fallbackText';
import { outageWords } from '../errors/storeText';
import { NOT_REPORTED, NOT_UNDERSTOOD, tradingWords } from '../live/liveText';
import { duration } from '../text/numbers';
import { modeOf, targetWords } from '../text/targetNames';

/** A rule's own words of its facts: a title, and the end of a sentence after the target's name. */
export interface Told {
  readonly title: string;
  readonly text: string;
}

/** Asks a rule for its words, or for those of an outage; null when there is no such rule any more. */
export type DescribeRule = (rule: string, facts: Details) => Told | null;

/** The rule that no rule is: the traders cannot be seen at all. */
const MONITORING_OUTAGE = 'monitoring_outage';
const TITLE_LENGTH = 60;

/** That Redis keeps losing its data, which no trader can be taken off watch for. */
export const isDataLoss = ({ rule }: Pick<Incident, 'rule'>): boolean => rule === 'dataLoss';

export const isBlind = ({ rule }: Pick<Incident, 'rule'>): boolean => rule === MONITORING_OUTAGE;

/** That a trader sends no heartbeat, while its portfolio is written. */
export const isAboutHeartbeat = ({ rule }: Pick<Incident, 'rule'>): boolean => rule === 'no_heartbeat';

/** True while somebody may have to do something. */
export const isOver = ({ state }: Pick<Incident, 'state'>): boolean =>
  state === 'recovered' || state === 'muted';

/** The rule's words; where it has none, its name. */
export const describeOrDefault = (tell: DescribeRule, rule: string, facts: Details): Told =>
  tell(rule, facts) ?? { title: sanitize(rule), text: `needs a look (${sanitize(rule)})` };

/** `live docker`, `4 traders`, or `the traders` of an outage. */
export function subjectOf(incident: Incident): string {
  if (isBlind(incident)) return 'the traders';
  const [first, ...others] = incident.targets;
  if (first === undefined) return 'no trader';
  return others.length === 0 ? targetWords(first.target) : `${others.length + 1} traders`;
}

/** What is wrong, in a few words: `No heartbeat`. */
export function titleOf(incident: Incident, tell: DescribeRule): string {
  if (incident.storeOutage !== undefined) return `Alerts paused: ${outageWords(incident.storeOutage)}`;
  const [first] = incident.targets;
  return sanitize(describeOrDefault(tell, incident.rule, first?.details ?? {}).title, TITLE_LENGTH);
}

/** When it began: of several, the first. */
export const startedAt = (incident: Incident): Date =>
  isBlind(incident) || incident.targets.length === 0
    ? incident.openedAt
    : new Date(Math.min(...incident.targets.map(({ startedAt }) => startedAt.getTime())));

/** When the last target was well again; of one that ended otherwise, when it was closed. Null while it is open. */
export function endedAt({ closedAt, targets }: Incident): Date | null {
  const recoveries = targets.flatMap(({ recoveredAt }) => recoveredAt?.getTime() ?? []);
  if (closedAt === null || recoveries.length === 0 || recoveries.length < targets.length) return closedAt;
  return new Date(Math.max(...recoveries));
}

/** That an outage is over, as the start of a sentence. */
export const sightIsBackWords = ({ storeOutage }: Incident): string =>
  storeOutage === undefined ? 'The traders can be seen again' : 'Alerts go on';

/** How long it lasted, or has lasted until `now`: `12 min`. */
export const durationText = (incident: Incident, now: Date): string =>
  duration((endedAt(incident) ?? now).getTime() - startedAt(incident).getTime());

const isLive = ({ target }: AffectedTarget): boolean => modeOf(target) === 'live';

/** The live targets that sent real orders, or could, when they went bad. */
export const realMoneyTargets = (targets: readonly AffectedTarget[]): readonly AffectedTarget[] =>
  targets.filter((one) => isLive(one) && one.details.realMoney === true);

/** What is known of real money, as a sentence; null where none can be involved. */
export function realMoneyText({ targets, state }: Pick<Incident, 'targets' | 'state'>): string | null {
  const isPast = isOver({ state });
  const live = targets.filter(isLive);
  if (live.length === 0) return null;
  const armed = realMoneyTargets(targets);
  if (armed.length > 0) {
    const names =
      targets.length === 1 ? '' : ` (${armed.map(({ target }) => targetWords(target)).join(', ')})`;
    return `REAL MONEY${names}: ${proofOf(armed, isPast)}.`;
  }
  const isUnknown = live.some(({ details }) => typeof details.realMoney !== 'boolean');
  const told = live.map(
    (one) => `${targets.length === 1 ? '' : `${targetWords(one.target)} `}${flagsWords(one.details)}`,
  );
  const flags = `Live trading${isPast ? ' then' : ''}: ${told.join('; ')}.`;
  if (isUnknown) return `Real money: not known. ${flags}`;
  return isPast ? flags : `${flags} No real orders.`;
}

/** By what it is known that real orders are sent; of several, by what weighs most. */
function proofOf(armed: readonly AffectedTarget[], isPast: boolean): string {
  const facts =
    armed.find((one) => one.details.realMoneyBy === 'orders')?.details ??
    armed.find((one) => one.details.realMoneyBy === 'flags')?.details ??
    armed[0]?.details ??
    {};
  const is = isPast ? 'was' : 'is';
  if (facts.realMoneyBy === 'metrics') return `live trading ${is} enabled, by its metrics`;
  if (facts.realMoneyBy !== 'orders') return `live trading ${is} enabled and armed`;
  const but = facts.realMoneyContradictedBy
    ? `, although its ${facts.realMoneyContradictedBy} say otherwise`
    : '';
  return `it ${isPast ? 'sent' : 'sends'} real orders, the last one ${facts.lastRealOrder}${but}`;
}

/** The facts tell of both flags at once that one was not understood; it is one that is not known. */
function flagsWords({ liveEnabled, liveArmed, liveUnreadable, realMoneyBy }: Details): string {
  if (realMoneyBy === 'metrics') return 'off, by its metrics';
  const absent = liveUnreadable === true ? NOT_UNDERSTOOD : NOT_REPORTED;
  const known = (fact: Details[string] | undefined) => (typeof fact === 'boolean' ? fact : absent);
  return tradingWords(known(liveEnabled), known(liveArmed));
}

/** Our own words in bold; what else there is stays as it is. */
export const stressed = (piece: TextSpan): TextSpan => (typeof piece === 'string' ? { bold: piece } : piece);

/** One target's line in a list: what is wrong with it, and whether it is well again. */
export function targetLine(incident: Incident, target: AffectedTarget, tell: DescribeRule): TextSpan[] {
  const { text } = describeOrDefault(tell, incident.rule, target.details);
  return [
    { bold: targetWords(target.target) },
    ' ',
    ...sentencePieces(text),
    ...(target.recoveredAt === null || incident.targets.length === 1
      ? []
      : ['; recovered ', { at: target.recoveredAt }]),
    ...(target.flaps === 0
      ? []
      : [`; came and went ${target.flaps === 1 ? 'once' : `${target.flaps} times`} before`]),
    '.',
  ];
}
