import { controlText } from '../controls';
import { DATA_LOSS, lossText } from '../dataLoss';
import { EVICTION, evictionText } from '../eviction';
import type { Incident } from '../incidents/incident';
import { isOutage } from '../observation/gap';
import { RULES } from '.';
import type { Details, Rule } from './rule';

type Told = ReturnType<Rule['tell']>;

/** Of all traders, and so of no rule. */
const OUTAGE_TEXT: Told = { title: 'Cannot see the traders', text: 'cannot be seen' };

/** A rule's own words of its facts, or those of an outage or of lost data; null when there is no such rule (any more). */
export function describeIncident(rule: string, facts: Details): Told | null {
  if (isOutage({ rule })) return OUTAGE_TEXT;
  if (rule === 'control') return controlText(facts);
  if (rule === DATA_LOSS) return lossText(facts);
  if (rule === EVICTION) return evictionText(facts);
  return RULES.find(({ name }) => name === rule)?.tell(facts) ?? null;
}

/** What an incident is called: the rule's name where there is no such rule any more. */
export const titleOf = ({ rule, targets }: Pick<Incident, 'rule' | 'targets'>): string =>
  describeIncident(rule, targets[0]?.details ?? {})?.title ?? rule;
