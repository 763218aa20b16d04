import type { Change, IncidentEvidence, Stake } from '../../../src/alerting/evidence/evidence';
import type { Incident } from '../../../src/alerting/incidents/incident';
import type { Line } from '../../blockKit/blocks';
import { sanitize } from '../../blockKit/escape';
import type { FormatOptions } from '../../blockKit/options';
import { amountText } from '../../text/amount';
import { t } from '../../text/catalogue';
import { currencyOf } from '../../text/currency';
import { share } from '../../text/numbers';
import { targetLabel } from '../../text/targetNames';
import { hasRealMoney, isOver } from '../incidentText';

const TITLE_LENGTH = 60;
const DAY_MS = 86_400_000;

/** A part of what is known beside what is wrong: its heading is what the fold says is behind it. */
export interface EvidencePart {
  readonly heading: string;
  readonly lines: readonly Line[];
}

/** What is known beside what is wrong. An alert keeps it once it is over, as what was so before. */
export function evidenceParts(incident: Incident, options: FormatOptions): EvidencePart[] {
  const evidence = evidenceOf(incident);
  if (evidence === undefined) return [];
  const { stake, history, changes } = evidence;
  const { headings } = t.evidence;
  return [
    ...(stake === null
      ? []
      : [
          {
            heading: hasRealMoney(incident.targets) ? headings.atStake : headings.reported,
            lines: [stakeOf(stake, incident, options)],
          },
        ]),
    ...(history === null || saysNothing(history, incident)
      ? []
      : [{ heading: headings.history, lines: [historyOf(history)] }]),
    ...(changes.length === 0
      ? []
      : [{ heading: headings.changes, lines: t.evidence.changes(changes.map(changeText)) }]),
  ];
}

/** What of it must be spoken: the money, where it is real, and that it is not the first time. */
export function spokenEvidence(incident: Incident, options: FormatOptions): Line[] {
  const evidence = evidenceOf(incident);
  if (evidence === undefined || isOver(incident)) return [];
  const { stake, history } = evidence;
  return [
    ...(stake !== null && hasRealMoney(incident.targets) ? [stakeOf(stake, incident, options)] : []),
    ...(history !== null && history.times > 1 ? [historyOf(history)] : []),
  ];
}

/** Of several targets there is none: others joined since it was gathered. */
const evidenceOf = ({ targets, evidence }: Incident): IncidentEvidence | undefined =>
  targets.length === 1 ? evidence : undefined;

/** The first alert of a target that has not been known for a day. */
const saysNothing = (
  { times, since }: NonNullable<IncidentEvidence['history']>,
  { openedAt }: Incident,
): boolean => times === 1 && since !== null && openedAt.getTime() - since.getTime() < DAY_MS;

const historyOf = ({ times, isAtLeast, since }: NonNullable<IncidentEvidence['history']>): Line =>
  t.evidence.history(times, isAtLeast, since);

function stakeOf({ portfolio, positions }: Stake, incident: Incident, options: FormatOptions): Line {
  const { targets } = incident;
  const currency = currencyOf(options, targets[0]?.target ?? '');
  const figures = [
    portfolio?.balance == null ? [] : t.evidence.balance(amountText(portfolio.balance, currency)),
    portfolio?.exposure == null ? [] : t.evidence.utilization(share(portfolio.exposure)),
  ].flat();
  const count = positions === null ? [] : [t.evidence.openPositions(positions.count)];
  const isOneTime =
    portfolio?.at != null && positions?.at != null && isSameSecond(portfolio.at, positions.at);
  return t.evidence.stake(hasRealMoney(targets), isOver(incident), [
    ...(portfolio === null
      ? []
      : [{ figures: [...figures, ...(isOneTime ? count : [])].join(', '), at: portfolio.at }]),
    ...(positions === null || isOneTime ? [] : [{ figures: count.join(''), at: positions.at }]),
  ]);
}

const isSameSecond = (a: Date, b: Date): boolean =>
  Math.floor(a.getTime() / 1000) === Math.floor(b.getTime() / 1000);

function changeText({ kind, rule, target, others, details, at }: Change): Line {
  const subject = target === null ? null : others === 0 ? targetLabel(target) : t.alerts.subject(others + 1);
  return t.evidence.change(titleOf(rule, details), subject, kind === 'recovered', at);
}

function titleOf(rule: string, details: Change['details']): string {
  if (rule === 'monitoring_outage') return t.rules.outage;
  if (rule === 'counter_reset') return t.evidence.countersReset;
  return sanitize(t.rules.describe(rule, details).title, TITLE_LENGTH);
}
