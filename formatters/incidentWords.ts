import type { AffectedTarget, Incident, TargetId } from '../src/alerts/incident';
import type { Facts } from '../src/alerts/rule';
import type { Piece } from './blocks';
import { shown } from './escape';
import { NOT_REPORTED, NOT_UNDERSTOOD, tradingWords } from './liveWords';
import { duration } from './numbers';
import { sentencePieces } from './spoken';
import { outageWords } from './storeWords';

/** A rule's own words of its facts: a title, and the end of a sentence after the target's name. */
export interface Told {
  readonly title: string;
  readonly text: string;
}

/** Asks a rule for its words, or for those of a blindness; null when there is no such rule any more. */
export type Tell = (rule: string, facts: Facts) => Told | null;

/** The rule that no rule is: the traders cannot be seen at all. */
const BLIND = 'blind';
const TITLE_LENGTH = 60;

export const isBlind = ({ rule }: Pick<Incident, 'rule'>): boolean => rule === BLIND;

/** True while somebody may have to do something. */
export const isOver = ({ state }: Pick<Incident, 'state'>): boolean =>
  state === 'recovered' || state === 'retired';

/** `paper:docker` as it is named everywhere: `paper docker`. */
export const targetWords = (target: TargetId): string =>
  /^(live|paper|shadow):(docker|local)$/.test(target) ? target.replace(':', ' ') : shown(target);

/** A sentence in which targets are named by id, as they are named everywhere. */
export const withTargetNames = (text: string): string =>
  text.replace(/\b(live|paper|shadow):(docker|local)\b/g, '$1 $2');

/** The rule's words; where it has none, its name. */
export const toldBy = (tell: Tell, rule: string, facts: Facts): Told =>
  tell(rule, facts) ?? { title: shown(rule), text: `needs a look (${shown(rule)})` };

/** `live docker`, `4 traders`, or `the traders` of a blindness. */
export function subjectOf(incident: Incident): string {
  if (isBlind(incident)) return 'the traders';
  const [first, ...others] = incident.targets;
  if (first === undefined) return 'no trader';
  return others.length === 0 ? targetWords(first.target) : `${others.length + 1} traders`;
}

/** What is wrong, in a few words: `No heartbeat`. */
export function titleOf(incident: Incident, tell: Tell): string {
  if (incident.storeOutage !== undefined) return `Alerts paused: ${outageWords(incident.storeOutage)}`;
  const [first] = incident.targets;
  return shown(toldBy(tell, incident.rule, first?.facts ?? {}).title, TITLE_LENGTH);
}

/** When it began: of several, the first. */
export const beganAt = (incident: Incident): Date =>
  isBlind(incident) || incident.targets.length === 0
    ? incident.openedAt
    : new Date(Math.min(...incident.targets.map(({ since }) => since.getTime())));

/** When the last target was well again; of one that ended otherwise, when it was closed. Null while it is open. */
export function endedAt({ closedAt, targets }: Incident): Date | null {
  const recoveries = targets.flatMap(({ recoveredAt }) => recoveredAt?.getTime() ?? []);
  if (closedAt === null || recoveries.length === 0 || recoveries.length < targets.length) return closedAt;
  return new Date(Math.max(...recoveries));
}

/** That a blindness is over, as the start of a sentence. */
export const sightIsBackWords = ({ storeOutage }: Incident): string =>
  storeOutage === undefined ? 'The traders can be seen again' : 'Alerts go on';

/** How long it lasted, or has lasted until `now`: `12 min`. */
export const lastedWords = (incident: Incident, now: Date): string =>
  duration((endedAt(incident) ?? now).getTime() - beganAt(incident).getTime());

const isLive = ({ target }: AffectedTarget): boolean => target.startsWith('live:');

/** The targets that could send real orders when they went bad: live, enabled and armed. */
export const realMoneyTargets = (targets: readonly AffectedTarget[]): readonly AffectedTarget[] =>
  targets.filter((one) => isLive(one) && one.facts.liveEnabled === true && one.facts.liveArmed === true);

/** What is known of real money, as a sentence; null where none can be involved. */
export function realMoneyWords({ targets, state }: Pick<Incident, 'targets' | 'state'>): string | null {
  const isPast = isOver({ state });
  const armed = realMoneyTargets(targets);
  if (armed.length > 0) {
    const names =
      targets.length === 1 ? '' : ` on ${armed.map(({ target }) => targetWords(target)).join(', ')}`;
    return `REAL MONEY: live trading ${isPast ? 'was' : 'is'} enabled and armed${names}.`;
  }
  const live = targets.filter(isLive);
  if (live.length === 0) return null;
  const told = live.map(
    (one) => `${targets.length === 1 ? '' : `${targetWords(one.target)} `}${flagsWords(one.facts)}`,
  );
  const promise = live.every(sendsNoOrders) && !isPast ? ' No real orders.' : '';
  return `Live trading${isPast ? ' then' : ''}: ${told.join('; ')}.${promise}`;
}

const sendsNoOrders = ({ facts }: AffectedTarget): boolean =>
  facts.liveEnabled === false || facts.liveArmed === false;

/** The facts tell of both flags at once that one was not understood; it is one that is not known. */
function flagsWords({ liveEnabled, liveArmed, liveUnreadable }: Facts): string {
  const absent = liveUnreadable === true ? NOT_UNDERSTOOD : NOT_REPORTED;
  const known = (fact: Facts[string] | undefined) => (typeof fact === 'boolean' ? fact : absent);
  return tradingWords(known(liveEnabled), known(liveArmed));
}

/** One target's line in a list: what is wrong with it, and whether it is well again. */
export function targetLine(incident: Incident, target: AffectedTarget, tell: Tell): Piece[] {
  const { text } = toldBy(tell, incident.rule, target.facts);
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
