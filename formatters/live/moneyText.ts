import type { RealMoney } from '../../src/alerting/observation/realMoney';
import type { TargetState } from '../../src/alerting/state/targetState';
import { ago } from '../text/numbers';

/* Whether real money is at stake, and what says so. */

const CONTRADICTIONS = {
  flags: 'although its flags say that it is not enabled and armed',
  metrics: 'although its metrics say that it is not live',
} as const;
const AFTER_ALL = {
  flags: 'although its flags say that it is enabled and armed',
  metrics: 'although its metrics say that it is live',
} as const;

/** Of a live trader, as one sentence; null of any other. */
export function realMoneySentence(
  { mode, money }: Pick<TargetState, 'mode' | 'money'>,
  now: Date,
): string | null {
  if (mode !== 'live') return null;
  const { value, contradictedBy } = money;
  if (value === null) return 'Real money: not known. Nothing in Redis tells whether it sends real orders.';
  const but = contradictedBy === null ? '' : `, ${(value ? CONTRADICTIONS : AFTER_ALL)[contradictedBy]}`;
  return value ? `REAL MONEY: ${proof(money, now)}${but}.` : `${calm(money)}${but}.`;
}

function proof({ by, lastOrderAt }: RealMoney, now: Date): string {
  if (by === 'orders' && lastOrderAt !== null)
    return `it sends real orders, the last one ${ago(lastOrderAt, now)}`;
  return by === 'metrics' ? 'live trading is enabled, by its metrics' : 'live trading is enabled and armed';
}

const calm = ({ by }: RealMoney): string =>
  by === 'metrics' ? 'No real orders: live trading is off, by its metrics' : 'No real orders';

/** What a heading must not be without: in a word or two each, most urgent first. */
export const urgentMarks = ({ money, breakerActive }: TargetState): string[] => [
  ...(money.value === true ? ['REAL MONEY'] : []),
  ...(breakerActive === true ? ['BREAKER ACTIVE'] : []),
];
