import type { Details } from '../../../../src/alerting/rules/details';
import { line, time } from '../../../blockKit/blocks';
import { instantIn, numberIn, textIn } from '../../details';
import type { balanceRules as en } from '../../en/trading/balanceRules';
import { money, percentage } from '../../numbers';
import { duration } from '../units';

const amountIn = (details: Details, name: string): string => {
  const value = numberIn(details, name);
  return value === null ? '금액 불명' : money(value, null);
};

/** The share that was lost; null where it is not known. */
function lostPercent(details: Details): number | null {
  const [from, balance] = [numberIn(details, 'from'), numberIn(details, 'balance')];
  return from === null || balance === null || from <= 0 ? null : ((from - balance) / from) * 100;
}

const balanceDrop: typeof en.balance_drop = (details) => {
  const at = instantIn(details, 'fellAt');
  const percent = lostPercent(details);
  const withinMs = numberIn(details, 'withinMs');
  const of =
    textIn(details, 'by') === 'day'
      ? ' (전일 마감)'
      : withinMs === null
        ? ''
        : ` (${duration(withinMs)} 내 최고)`;
  return {
    title: '잔고 감소',
    text: line`${at && line`${time(at)}부터 `}잔고 ${percent === null ? '' : `${percentage(percent)} `}감소: ${amountIn(details, 'from')}${of} → ${amountIn(details, 'balance')}. 출금도 똑같이 보입니다`,
  };
};

const highExposure: typeof en.high_exposure = (details) => {
  const percent = numberIn(details, 'percent');
  const above = numberIn(details, 'above');
  const at = instantIn(details, 'aboveSince');
  return {
    title: '포지션 비중 과다',
    text: line`${at && line`${time(at)}부터 `}자본 중 포지션 비중 ${percent === null ? '과다' : percentage(percent)}${above === null ? '' : ` (기준 ${percentage(above)})`}`,
  };
};

/** What the rules about balances and positions find. */
export const balanceRules: typeof en = { balance_drop: balanceDrop, high_exposure: highExposure };
