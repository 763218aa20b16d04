import type { Change, Evidence, Stake } from '../../../src/alerting/evidence/evidence';
import type { Incident } from '../../../src/alerting/incidents/incident';
import type { Line } from '../../blockKit/blocks';
import { sanitize } from '../../blockKit/escape';
import type { FormatOptions } from '../../blockKit/options';
import { t } from '../../text/catalogue';
import { money, share } from '../../text/numbers';
import { targetLabel } from '../../text/targetNames';
import { hasRealMoney, isOver } from '../incidentText';

const TITLE_LENGTH = 60;

/** What is known beside what is wrong, for small print: of an alert that is over, only how often it came. */
export function evidenceLines(incident: Incident, options: FormatOptions): Line[] {
  const evidence = evidenceOf(incident);
  if (evidence === undefined) return [];
  const { stake, history, changes } = evidence;
  const historyLine = history === null ? [] : [historyOf(history)];
  if (isOver(incident)) return historyLine;
  return [
    ...(stake === null ? [] : [stakeOf(stake, options)]),
    ...historyLine,
    ...(changes.length === 0 ? [] : [t.evidence.changes(changes.map(changeText))]),
  ];
}

/** What of it must be spoken: the money, where it is real, and that it is not the first time. */
export function spokenEvidence(incident: Incident, options: FormatOptions): Line[] {
  const evidence = evidenceOf(incident);
  if (evidence === undefined || isOver(incident)) return [];
  const { stake, history } = evidence;
  return [
    ...(stake !== null && hasRealMoney(incident.targets) ? [stakeOf(stake, options)] : []),
    ...(history !== null && history.times > 1 ? [historyOf(history)] : []),
  ];
}

/** Of several targets there is none: others joined since it was gathered. */
const evidenceOf = ({ targets, evidence }: Incident): Evidence | undefined =>
  targets.length === 1 ? evidence : undefined;

const historyOf = ({ times, isAtLeast, since }: NonNullable<Evidence['history']>): Line =>
  t.evidence.history(times, isAtLeast, since);

function stakeOf({ portfolio, positions }: Stake, { currency }: FormatOptions): Line {
  const figures = [
    portfolio?.balance == null ? [] : t.evidence.balance(money(portfolio.balance, currency)),
    portfolio?.exposure == null ? [] : t.evidence.utilization(share(portfolio.exposure)),
  ].flat();
  return t.evidence.stake([
    ...(portfolio === null ? [] : [{ figures: figures.join(', '), at: portfolio.at }]),
    ...(positions === null ? [] : [{ figures: t.evidence.openPositions(positions.count), at: positions.at }]),
  ]);
}

function changeText({ kind, rule, target, others, facts, at }: Change): Line {
  const subject = target === null ? null : others === 0 ? targetLabel(target) : t.alerts.subject(others + 1);
  return t.evidence.change(titleOf(rule, facts), subject, kind === 'recovered', at);
}

function titleOf(rule: string, facts: Change['facts']): string {
  if (rule === 'monitoring_outage') return t.rules.outage;
  if (rule === 'counter_reset') return t.evidence.countersReset;
  return sanitize(t.rules.describe(rule, facts).title, TITLE_LENGTH);
}
