import type { SignOfLife } from '../../../src/alerting/observation/signOfLife';
import type { TargetStatus } from '../../../src/alerting/state/targetStatus';
import { bold, joined, line, literal, mention, time } from '../../blockKit/blocks';
import type { live as en, Flag } from '../en/live';
import { count } from '../numbers';
import { common } from './common';
import { ago, before, counted, duration } from './units';

const STATUS = {
  unknown: '알 수 없음',
  down: '다운',
  not_reported: '보고 없음',
  no_heartbeat: '하트비트 끊김, 포트폴리오 갱신 중',
  stale_portfolio: '포트폴리오 갱신 멈춤',
  late: '지연',
  ok: '가동 중',
} satisfies Record<TargetStatus, string>;

const CLAUSE = {
  unknown: '가동 여부 알 수 없음',
  down: '다운',
  not_reported: '생존 신호 없음',
  no_heartbeat: '포트폴리오는 갱신되나 하트비트 없음',
  stale_portfolio: '하트비트는 오나 포트폴리오 갱신 멈춤',
  late: '신호 지연',
  ok: '가동 중',
} satisfies Record<TargetStatus, string>;

const KIND = { heartbeat: '하트비트', portfolio: '포트폴리오' } as const;

const signAge = ({ ageMs, isAtMost }: Pick<SignOfLife, 'ageMs' | 'isAtMost'>): string =>
  ageMs === null ? '시각 불명' : `${isAtMost && ageMs >= 1_000 ? '최대 ' : ''}${before(ageMs)}`;

const flag = (value: Flag, name: string): string =>
  `${name} ${typeof value === 'boolean' ? (value ? '켜짐' : '꺼짐') : common.missing[value]}`;

/** `enabled·armed 켜짐`, `enabled 켜짐, armed 꺼짐`, `보고 없음`, `enabled 켜짐, armed 해석 불가`. */
const flags: typeof en.flags = (enabled, armed) => {
  if (typeof enabled !== 'boolean' && enabled === armed) return common.missing[enabled];
  if (enabled === armed) return `enabled·armed ${enabled ? '켜짐' : '모두 꺼짐'}`;
  return `${flag(enabled, 'enabled')}, ${flag(armed, 'armed')}`;
};

/** How a trader is: on every screen. */
export const live: typeof en = {
  status: STATUS,
  /** `paper docker: 가동 중, 하트비트 12초 전`. */
  clause: (name, status, sign) => `${name}: ${CLAUSE[status]}${sign === null ? '' : `, ${sign}`}`,

  noSign: 'Redis에 생존 신호 없음',
  /** `포트폴리오 기록 2초 전`, `하트비트 최대 12초 전`. */
  sign: (sign) => `${sign.kind === 'portfolio' ? '포트폴리오 기록' : '하트비트'} ${signAge(sign)}`,
  briefSign: (sign) => `${KIND[sign.kind]} ${signAge(sign)}`,
  portfolioAlone: (sign, isObserved) =>
    `${sign} (${isObserved ? '하트비트 없는 트레이더' : '현재 하트비트 없음'})`,
  lastHeartbeat: (sign) => `마지막 하트비트 ${signAge(sign)}`,
  signLine: (sign, component) => line`${sign}${component === null ? null : line` (${literal(component)})`}.`,
  downSince: (at) => line`${time(at)}부터 다운.`,
  lastSeenDown: (at) => line`마지막으로 본 상태는 다운, ${time(at)}부터.`,
  portfolioStaleSince: (at) => line`${time(at)}부터 포트폴리오 갱신 멈춤.`,
  oneSignSince: '이후 생존 신호 1회. 한 번 더 오면 복구로 판정합니다.',

  noData: (name) => `${name}: 보고 없음. Redis에 데이터가 없습니다.`,
  nobody: '보고하는 트레이더가 없습니다.',
  nobodyOf: (names) => `보고하는 트레이더가 없습니다. Redis에 데이터 없음: ${names}.`,
  nothingReportedBy: (names) => `보고 없음: ${names}.`,
  moreTraders: (n) => `… ${counted('트레이더', n, '개')} 더 있음.`,
  metrics: (text) => line`${bold('자체 메트릭: ')}${text}`,
  metricsAge: (metrics, ageMs) => `${metrics} (${ageMs === null ? '시각 불명' : before(ageMs)})`,
  yes: '예',
  no: '아니요',
  columns: { current: '보고', old: '마지막 보고' },
  rows: {
    trades: '거래',
    tradesToday: '오늘 거래',
    tradesTodayByMetrics: '오늘 거래 (메트릭)',
    tradesTotal: '누적 거래',
    breaker: '서킷 브레이커',
    breakerActive: '작동 중',
    breakerInactive: '작동 안 함',
    safety: '안전',
    breakerTrips: '브레이커 발동 누적',
    violations: '안전 위반 누적',
    portfolio: '포트폴리오',
    balance: '잔고',
    available: '가용 잔고',
    inPositions: '포지션 금액',
    utilization: '사용률',
  },
  portfolioAge: (ms) => `포트폴리오 ${before(ms)}`,
  portfolioAgeUnknown: '포트폴리오 시각 불명',
  /** `오늘 거래 42건, 잔고 10,012,345.67`. */
  figures: (trades, isByMetrics, noTrades, balance) =>
    `${trades === null ? `오늘 거래 ${noTrades}` : counted('오늘 거래', trades, '건')}${isByMetrics ? ' (메트릭)' : ''}, 잔고 ${balance}`,
  noFigures: (reason) => `거래·잔고 ${reason}`,

  flags,
  tradingByMetrics: (isLive) => `${isLive ? '켜짐' : '꺼짐'} (메트릭)`,
  trading: (state, money) => `실거래: ${state}.${money === null ? '' : ` ${money}`}`,
  noRealOrders: '실주문 없음.',
  /** Whether real money is at stake, and what says so. */
  realMoney: ({ value, by, lastOrderAt, contradictedBy }, now) => {
    if (value === null) return '실자금 여부 불명: 판단할 값이 Redis에 없음.';
    const source = contradictedBy === 'flags' ? '플래그상' : '메트릭상';
    const but = contradictedBy === null ? '' : ` (${source} ${value ? '아님' : '실거래'})`;
    if (!value) return `실주문 없음${by === 'metrics' ? ': 메트릭상 실거래 꺼짐' : ''}${but}.`;
    if (by === 'orders' && lastOrderAt !== null)
      return `실자금: 실주문 중, 마지막 주문 ${ago(lastOrderAt, now)}${but}.`;
    return `실자금: ${by === 'metrics' ? '메트릭상 실거래 켜짐' : 'enabled·armed 켜짐'}${but}.`;
  },

  warning: (text) => bold(`⚠️ ${text}`),
  armedThoughNotLive: (mode) => `${mode} 트레이더인데 실거래 플래그 enabled·armed 켜짐.`,
  breakerIsActive: '서킷 브레이커 작동 중.',
  portfolioIsOld: (ms) => `포트폴리오 마지막 갱신 ${before(ms)}.`,
  clockSkew: (ms) => `트레이더 시계가 봇보다 ${duration(Math.abs(ms))} ${ms > 0 ? '빠름' : '느림'}.`,
  portfolioInFuture: (ms) => `포트폴리오 시각이 ${duration(ms)} 미래.`,

  seeOpenAlerts: (n) => `🔔 ${common.openAlerts(n)}: /arb-alerts 에서 보기.`,
  acknowledgedBy: (by) => line`👤 ${mention(by)} 님이 확인.`,

  /** `PANIC, … 부터 (risk): loss limit; 거래 중지 종목 BTC/KRW`, without the mode. */
  control: (updatedAt, updatedBy, reason, symbols, more) =>
    joined([
      updatedAt && line`, ${time(updatedAt)}부터`,
      updatedBy === null ? null : line` (${literal(updatedBy)})`,
      reason && line`: ${reason}`,
      symbols.length === 0 ? null : line`; 거래 중지 종목 ${joined(symbols, ', ')}`,
      more <= 0 ? null : ` 외 ${count(more)}개`,
    ]),
  run: (runId, control) => line`실행 ${literal(runId, 40)}: ${control}.`,

  overview: {
    /** `🔴 다운 2/5: live docker · 실자금`. */
    heading: (what, few, all, names, isRealMoney) =>
      `${what}${all === 1 ? '' : ` ${few}/${all}`}: ${names}${isRealMoney ? ` · ${common.realMoney}` : ''}`,
    openAlerts: (names) => `🟠 미해결 알림: ${names}`,
    noSigns: '생존 신호를 보내는 트레이더 없음',
    alive: (n) => `${counted('트레이더', n, '개')}${n === 1 ? '' : ' 모두'} 가동 중`,
    aliveButOpen: (alive, names) => `🟠 ${alive}; 미해결 알림: ${names}`,
    downSince: (at) => line` · ${time(at)}부터 다운`,
    aliveAre: (names) => `가동 중: ${names}.`,
  },

  hint: (text, place) => line`💡 ${text}. 자세히: ${place}.`,
  hintPlace: (page, heading) => `docs/${page}, “${heading}”`,
  // The headings are those of the page, which is in English.
  hints: {
    no_heartbeat: {
      subject: null,
      predicate: '하트비트도 메트릭도 기록하지 않음',
      heading: 'The live trader writes no heartbeat and no metrics',
    },
    raised_flag: {
      subject: null,
      predicate: '플래그가 1보다 커서 한 번 감소시켜도 꺼지지 않음',
      heading: 'Flags can only be incremented',
    },
    outdated_metrics: {
      subject: null,
      predicate: '메트릭 기록이 멈췄고 예전 값이 남아 있음',
      heading: 'Old metrics stay in Redis',
    },
    eviction: {
      subject: 'Redis',
      predicate: '메모리가 차면 아무 키나 제거할 수 있음',
      heading: 'Production Redis evicts',
    },
  },
  hintOfTrader: (predicate) => `이 트레이더: ${predicate}`,
};
