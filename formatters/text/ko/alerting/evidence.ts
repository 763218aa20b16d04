import { joined, type Line, line, time } from '../../../blockKit/blocks';
import type { evidence as en } from '../../en/alerting/evidence';
import { count } from '../../numbers';
import { counted, ordinal } from '../units';

const asOf = (at: Date | null): Line => (at === null ? ['시각 불명'] : line`${time(at)} 기준`);

const stakeIs = (isRealMoney: boolean, isPast: boolean): string => {
  if (isPast) return isRealMoney ? '당시 실자금 현황' : '직전 보고';
  return isRealMoney ? '실자금 현황' : '마지막 보고';
};

/** What an alert says beside what is wrong. */
export const evidence: typeof en = {
  runbook: '런북',
  title: (headings) => headings.join(', '),
  headings: {
    runbook: '런북',
    atStake: '실자금 현황',
    reported: '마지막 보고',
    history: '이력',
    changes: '다른 변화',
  },
  balance: (amount) => `잔고 ${amount}`,
  utilization: (share) => `사용률 ${share}`,
  openPositions: (n) => counted('보유 포지션', n, '개'),
  stake: (isRealMoney, isPast, parts) =>
    line`${stakeIs(isRealMoney, isPast)}: ${joined(
      parts.map(({ figures, at }) => line`${figures} (${asOf(at)})`),
      '; ',
    )}.`,
  history: (times, isAtLeast, since) =>
    line`${since === null ? '최근 30일간' : line`${time(since)}부터`} 같은 알림 ${isAtLeast ? `${count(times)}건 이상` : ordinal(times)}.`,
  changes: (all) => [['10분 이내 다른 변화:'], ...all.map((change) => line`• ${change}`)],
  change: (title, subject, isOver, at) =>
    line`${title}${subject === null ? '' : `: ${subject}`}${isOver ? ' 복구' : ''}, ${time(at)}`,
  hourBeforeTitle: '직전 1시간 잔고',
  steady: ['직전 1시간 동안 잔고 변동 없음.'],
  hourBefore: (change) => [`직전 1시간 잔고: ${change}.`],
  countersReset: '카운터 초기화',
};
