import type { OrderStatus } from '../../../../src/state/records/records';
import { bold, line, literal, time } from '../../../blockKit/blocks';
import type { records as en } from '../../en/trading/records';
import { count } from '../../numbers';
import { before, counted } from '../units';

const STATUS = {
  pending: '대기',
  partially_filled: '부분 체결',
  filled: '체결',
  cancelled: '취소',
  rejected: '거부',
} satisfies Record<OrderStatus, string>;

const written = (ageMs: number | null): string => (ageMs === null ? '시각 불명' : before(ageMs));

/** What traders record of their trading: positions, orders, executions, prices. Names from outside are safe on one line. */
export const records: typeof en = {
  /** `live docker: 포지션 2개 · 실자금`. */
  heading: (name, positions, labels) => [`${name}: ${positions}`, ...labels].join(' · '),
  allHeading: '전체 트레이더 포지션',
  positions: (n) => counted('포지션', n, '개'),
  positionsNotReported: '포지션 보고 없음',
  positionsNotKnown: '포지션 아직 확인 전',
  written,

  /** In front of 보고 없음 and 해석 불가. */
  labels: {
    side: '방향',
    size: '수량',
    price: '가격',
    status: '상태',
    symbol: '종목',
    exchange: '거래소',
  },

  /** `BTC_KRW: 손익 −3,000.00 KRW (−0.5 %)`. */
  positionHead: (symbol, pnl) => line`${bold(`${symbol}: 손익 ${pnl}`)}`,
  position: (side, size, entry, now, at) => `${side} ${size}, 진입가 ${entry}, 현재가 ${now} · ${at}`,
  noneUnderstood: '해석할 수 있는 포지션이 없습니다.',
  morePositions: (n) => `… 외 ${count(n)}개, 아래에 담을 수 있는 만큼 표시.`,
  tableOfPositions: '포지션, 손실 큰 순',
  columns: {
    symbol: '종목',
    pnl: '손익',
    pnlShare: '손익 %',
    side: '방향',
    size: '수량',
    entry: '진입가',
    now: '현재가',
    written: '기록',
  },

  /** Of a trader that reports no position, what else tells whether it holds something. */
  noPositions: {
    explained: (place) =>
      line`포지션 보고 없음: 현재 트레이더는 포지션을 기록하지 않습니다. 자세히: ${place}.`,
    portfolio: (value, utilization, ageMs) =>
      `포트폴리오상 포지션 금액 ${value}${utilization === null ? '' : `, 사용률 ${utilization}`}${ageMs === null ? '' : ` (${before(ageMs)})`}.`,
    metrics: (n) => `메트릭상 보유: ${n}.`,
    nothingElse: '보유 여부를 알 수 있는 다른 값도 Redis에 없습니다.',
    // A heading of the page, which is in English.
    heading: 'No trader writes its positions',
  },

  /** `24시간 주문 94건, 거부·부분 체결 5건`. */
  ordersTitle: (n, bad) =>
    `${counted('24시간 주문', n, '건')}${bad === 0 ? '' : `, ${counted('거부·부분 체결', bad, '건')}`}`,
  orderStatus: STATUS,
  filledPart: (status, filled, of) => `${status} ${filled}/${of}`,
  badStatus: (status) => bold(`⚠️ ${status}`),
  /** `체결: upbit KRW-BTC sell 1 @ 50,000,000 · 2분 전`. */
  order: (status, what, at) => line`${status}: ${what} · ${at}`,
  orderOf: (side, size, symbol, price, exchange) => `${exchange} ${symbol} ${side} ${size} @ ${price}`,
  executionsTitle: (n) => `${counted('24시간 체결', n, '건')}, 손익은 트레이더 자체 추정`,
  execution: (symbol, pnl, size, bought, sold, at) =>
    `${symbol}: 추정 ${pnl} · ${size}, ${bought} → ${sold} · ${at}`,
  noOrders: '주문·체결 보고 없음: 트레이더는 실주문을 낼 때만 기록합니다.',
  noneOf: { orders: '24시간 주문 없음.', executions: '24시간 체결 없음.' },
  notAllRead: (n) =>
    `Redis의 주문 약 ${count(n)}건 중, 봇이 지켜본 뒤로 최근에 기록된 것과 그 밖의 일부만 읽었습니다.`,

  pricesTitle: '시세 (매수 / 매도 호가)',
  noPrices: '시세 보고 없음.',
  feed: (name, bid, ask, ageMs) => `${name}: ${bid} / ${ask}, ${written(ageMs)}`,
  feedGone: (name, at) => line`${bold(`⚠️ ${name}: 60초 이상 시세 없음`)}, 마지막 ${time(at)}`,
  feedWrong: (name) => `${name}: 시세 해석 불가`,
  moreFeeds: (n) => `… ${counted('시세', n, '개')} 더 있음.`,

  mayBeMissing: (at) =>
    line`${time(at)} 이후의 새 포지션과 주문은 빠졌을 수 있습니다. 아직 봇이 모든 변경을 받지 못합니다.`,
  stillLooking: '봇이 방금 시작해 Redis 기록을 찾는 중입니다. 1분 뒤 다시 조회하세요.',
  nothingRecorded: '포지션, 주문, 체결, 시세를 기록한 트레이더가 없습니다.',
  askFor: (command) => line`트레이더별 상세: ${literal(command)}`,

  /* For a notification. */
  spoken: {
    positions: (name, n, worst) => `${name}: ${n}${worst === null ? '' : `; 최대 손실 ${worst}`}.`,
    noLoss: (name, n) => `${name}: ${n}, 손실 없음.`,
    notReported: (name) => `${name}: 포지션 보고 없음.`,
    notKnown: (name) => `${name}: 포지션 아직 확인 전, 봇이 방금 시작함.`,
    loss: (symbol, pnl) => `${symbol} ${pnl}`,
    badOrders: (n) => `${counted('24시간 거부·부분 체결', n, '건')}.`,
    goneFeeds: (names) => `60초 이상 시세 없음: ${names}.`,
  },
  overview: {
    counts: (orders, executions) =>
      `24시간 ${counted('주문', orders, '건')}, ${counted('체결', executions, '건')}`,
    exchange: (exchange, ok, gone) =>
      gone === 0
        ? `${exchange} ${counted('시세', ok, '개')}`
        : `${exchange} ${counted('시세', ok + gone, '개')} 중 ${count(gone)}개 끊김`,
  },
};
