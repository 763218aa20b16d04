import type { Details } from '../../../../src/alerting/rules/details';
import { line, type TextSpan, time } from '../../../blockKit/blocks';
import { instantIn, numberIn, textIn } from '../../details';
import { money, percentage } from '../../numbers';
import { duration } from '../units';

const UNKNOWN = 'an amount that is not known';

const amountIn = (details: Details, name: string): string => {
  const value = numberIn(details, name);
  return value === null ? UNKNOWN : money(value, null);
};

/** The share that was lost; null where it is not known. */
function lostPercent(details: Details): number | null {
  const [from, balance] = [numberIn(details, 'from'), numberIn(details, 'balance')];
  return from === null || balance === null || from <= 0 ? null : ((from - balance) / from) * 100;
}

function balanceDrop(details: Details): { title: string; text: TextSpan[] } {
  const at = instantIn(details, 'fellAt');
  const percent = lostPercent(details);
  const withinMs = numberIn(details, 'withinMs');
  const within =
    textIn(details, 'by') === 'day'
      ? ', the last balance of the day before'
      : withinMs === null
        ? ''
        : `, its highest within ${duration(withinMs)}`;
  return {
    title: 'Balance fell',
    text: line`has lost ${percent === null ? 'some' : percentage(percent)} of its balance${at && line` since ${time(at)}`}: ${amountIn(details, 'balance')} after ${amountIn(details, 'from')}${within}. A withdrawal looks the same`,
  };
}

function highExposure(details: Details): { title: string; text: TextSpan[] } {
  const percent = numberIn(details, 'percent');
  const above = numberIn(details, 'above');
  const at = instantIn(details, 'aboveSince');
  return {
    title: 'Exposure too high',
    text: line`has ${percent === null ? 'too much' : percentage(percent)} of its capital in positions${above === null ? '' : `, above ${percentage(above)}`}${at && line` since ${time(at)}`}`,
  };
}

/** What the rules about balances and positions find. */
export const balanceRules = { balance_drop: balanceDrop, high_exposure: highExposure };
