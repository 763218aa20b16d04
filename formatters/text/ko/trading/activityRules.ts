import { joined, line, time } from '../../../blockKit/blocks';
import { instantIn, numberIn } from '../../details';
import type { activityRules as en } from '../../en/trading/activityRules';
import { percentage, signedPercentage } from '../../numbers';
import { duration } from '../units';

const noTrades: typeof en.no_trades = (details) => {
  const from = instantIn(details, 'countedFrom');
  const last = instantIn(details, 'lastTrade');
  const afterMs = numberIn(details, 'afterMs');
  return {
    title: '거래 없음',
    text: joined([
      from && from.getTime() !== last?.getTime() ? line`${time(from)}부터 ` : null,
      afterMs === null ? null : `거래 시간 기준 ${duration(afterMs)} 이상 `,
      '거래 없음',
      last === null ? '; 그 전에도 관측된 거래 없음' : line`; 마지막 거래 관측 ${time(last)}`,
    ]),
  };
};

const divergence: typeof en.divergence = (details) => {
  const title = '실거래·모의 괴리';
  const [live, paper] = [numberIn(details, 'live'), numberIn(details, 'paper')];
  const [comparedMs, withinMs] = [numberIn(details, 'comparedMs'), numberIn(details, 'withinMs')];
  const at = instantIn(details, 'divergedAt');
  if (live === null || paper === null) return { title, text: ['paper 트레이더와 잔고 변동이 다름'] };
  const points = percentage(Math.abs(live - paper)).replace(/ ?%/, '%p');
  return {
    title,
    text: joined([
      withinMs === null ? null : `${duration(withinMs)} 동안 `,
      `잔고 변동 live ${signedPercentage(live)}, 같은 env의 paper ${signedPercentage(paper)}: 차이 ${points}`,
      comparedMs === null ? null : ` (그중 둘 다 가동한 시간 ${duration(comparedMs)})`,
      at && line`, ${time(at)} 감지`,
      '. 입출금도 똑같이 보입니다',
    ]),
  };
};

/** What the rules about what a trader achieves find. */
export const activityRules: typeof en = { no_trades: noTrades, divergence };
