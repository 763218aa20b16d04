import type { GapReason } from '../../../../src/history/model/gap';
import type { HistoryProblemCode } from '../../../../src/history/model/health';
import type { Resolution } from '../../../../src/history/model/series';
import { bold, joined, line, literal, mention, type TextSpan, time } from '../../../blockKit/blocks';
import type { performance as en } from '../../en/trading/performance';
import { count, money, number, percentage, signed, signedPercentage } from '../../numbers';
import { counted, duration } from '../units';

const REASONS: Readonly<Record<GapReason, string>> = {
  bot_down: 'arbwatch 꺼짐',
  redis_unavailable: 'Redis 읽기 불가',
  target_down: '트레이더 다운',
  not_reported: '트레이더 보고 없음',
  not_recorded: 'arbwatch 저장 실패',
  no_records: '기록 없음',
};

const PROBLEMS: Readonly<Record<HistoryProblemCode, string>> = {
  locked: '다른 프로세스가 파일을 사용 중',
  full: '디스크 가득 참',
  corrupt: '파일이 손상되어 새로 시작함',
  read_only: '파일에 쓸 수 없음',
  hanging: '디스크 응답 없음',
  failed: '실패. 이유는 로그에 있음',
};

const RESOLUTIONS: Readonly<Record<Resolution, string>> = {
  check: '체크 단위',
  '5min': '5분 단위',
  '1h': '1시간 단위',
  '1d': '일 마감 값 단위',
};

const DAY = new Intl.DateTimeFormat('ko-KR', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const HOUR_MS = 3_600_000;

/** A rate says no more than three digits. */
const rate = (perHour: number): string => `시간당 거래 ${number(Number(perHour.toPrecision(3)))}건`;

const amountOf = (amount: number, currency: string | null): string =>
  `${signed(amount)}${currency === null ? '' : ` ${currency}`}`;

const reasonOf = (reason: string): TextSpan[] | null =>
  reason === '' ? null : joined([' ', literal(reason, 60)]);

/** How a balance moved over time, in words. */
export const performance: typeof en = {
  /** `11월 22일`, of midnight UTC. */
  day: (at) => DAY.format(at),
  /** `24시간`, `7일`. */
  length: (ms) => (ms <= 48 * HOUR_MS ? `${number(ms / HOUR_MS)}시간` : duration(ms)),
  title: (period) => `최근 ${period} 잔고 변동`,
  gap: (reason) => REASONS[reason],
  last: (period) => [bold(`최근 ${period}`)],
  noBalance: (reason) => [`잔고 기록 없음${reason === null ? '' : `: ${REASONS[reason]}`}.`],
  drawdown: (size, percent, peak, trough, currency) => [
    `최대 낙폭 ${money(size, currency)}${percent === null ? '' : ` (${percentage(percent)})`}, ${money(peak, null)} → ${money(trough, null)}.`,
  ],
  neverFell: () => ['이 기간에 잔고가 줄어든 적 없음.'],
  trades: (trades, perHour, overMs, resets) => [
    perHour === null ? counted('거래', trades, '건') : rate(perHour),
    ` (${duration(overMs)} 동안 ${count(trades)}건${resets === 0 ? '' : ` 이상, 카운터 초기화 ${count(resets)}회`}).`,
  ],
  noTrades: () => ['거래: 보고 없음.'],
  uptime: (percent, watchedMs, unwatchedMs) => [
    `가동률 ${percentage(percent)} (감시한 ${duration(watchedMs)} 기준${unwatchedMs < 60_000 ? '' : `, 감시 공백 ${duration(unwatchedMs)}`}).`,
  ],
  neverWatched: () => ['가동률: 이 기간에 감시하지 않음.'],
  excluded: (amount, currency, reason, at, userId) =>
    line`제외: ${amountOf(amount, currency)}${reasonOf(reason)}, ${time(at)}, 기록 ${mention(userId)} 님.`,
  closingsOnly: () => ['일부 기간은 마감 값만 있어 그 사이 움직임은 알 수 없음.'],
  problem: (code, since) => line`⚠️ ${time(since)}부터 이력 불완전: ${PROBLEMS[code]}.`,
  unavailable: () => ['⚠️ 지금은 이력을 읽을 수 없습니다. 1분 뒤 다시 시도하세요.'],
  off: () => ['이력을 저장하지 않습니다. arbwatch 담당자가 HISTORY_FILE로 켤 수 있습니다.'],
  recorded: (resolution) => `${RESOLUTIONS[resolution]} 기록 그대로이며 입출금도 포함됩니다.`,
  sentence: (period, change) =>
    change === null ? `최근 ${period} 잔고 기록 없음.` : `최근 ${period} 잔고 변동: ${change}.`,
  period: {
    wrong: '조회할 기간이 아닙니다',
    second: '기간이 하나 더 있습니다',
    expected: '24h, 7d, 30d 같은 기간 하나(1h부터 400d까지)',
    days: '1부터 400까지 일수(예: 7, 30d)',
  },
  pnl: {
    title: (days) => `최근 ${count(days)}일 잔고 변동`,
    chartTitle: (byWeek) => (byWeek ? '주별 잔고 변동' : '일별 잔고 변동'),
    heading: (target, change, days) => `${target}: ${count(days)}일 ${change ?? '잔고 기록 없음'}`,
    columns: {
      day: '날짜',
      week: '주 시작',
      target: '타깃',
      change: '변동',
      percent: '%',
      trades: '거래',
      up: '가동',
      estimated: '추정 손익',
    },
    total: '합계',
    nothing: '–',
    running: '오늘',
    comparedWith: (days) => `전날 기록이 없어 마지막 기록이 있는 날과 비교: ${days}.`,
    estimated:
      '추정 손익은 실제 체결 내역이 아니라 트레이더 자체 추정값입니다. 잔고 변동에는 수수료, 입출금, 보유 포지션도 포함됩니다.',
    noEstimate: '트레이더의 추정 손익 기록이 없습니다.',
    balanceOnly: '잔고 변동에는 기록(note)하지 않은 입출금도 포함됩니다.',
    zone: (zone) => `날짜는 ${zone} 기준.`,
    none: () => ['아직 이력이 있는 타깃이 없습니다. 첫 체크부터 쌓입니다.'],
    more: (targets) => `표시 안 함: ${targets}. 타깃을 6개까지 지정해 볼 수 있습니다.`,
  },
  tooManyTargets: '타깃이 하나 더 많습니다',
  mostTargets: (limit) => `타깃 최대 ${count(limit)}개`,
  notes: {
    verb: '입출금을 기록할',
    idMissing: '기록 ID가 빠졌습니다',
    id: '/arb-pnl note 목록에 있는 ID(예: k3f9)',
    added: (id, amount, currency, target, at) =>
      line`입출금 기록 ${literal(id)}: ${bold(amountOf(amount, currency))}, ${target}, ${time(at)}. 이제 모든 잔고 변동에서 제외합니다. 취소: ${literal(`/arb-pnl note remove ${id}`)}`,
    removed: (id) => line`입출금 기록 ${literal(id)} 삭제. 이 금액은 다시 변동에 포함됩니다.`,
    notFound: (id) => line`${literal(id, 20)}: 그런 기록이 없습니다. 목록: ${literal('/arb-pnl note')}`,
    none: () => ['기록된 입출금이 없습니다.'],
    title: '입출금 기록',
    one: (id, target, amount, currency, reason, at, by) =>
      line`${literal(id)} ${target} ${bold(amountOf(amount, currency))}${reasonOf(reason)}, ${time(at)}, ${mention(by)} 님`,
    tooMany: (limit) => line`기록이 이미 ${count(limit)}개입니다. 먼저 하나를 지우세요.`,
    amountMissing: '금액이 빠졌습니다',
    amountWrong: '부호 있는 금액이 아닙니다',
    amount: '입금은 +500000, 출금은 -500000',
    timeWrong: '지난 시각이 아닙니다',
    time: '지금이면 생략, 아니면 at 2026-11-27 14:00 또는 3h ago',
  },
  compare: {
    title: '잔고 변동 (%)',
    heading: (a, b, difference) =>
      difference === null
        ? `비교 불가: ${a}, ${b}`
        : `${a}: ${b} 대비 ${signedPercentage(difference).replace(/ ?%/, '%p')}`,
    side: (target, percent, tradesPerHour) => [
      bold(target),
      `: ${signedPercentage(percent)}, ${tradesPerHour === null ? '거래 보고 없음' : rate(tradesPerHour)}.`,
    ],
    missing: (target, reason) => [
      bold(target),
      `: 비교할 기록 없음${reason === null ? '' : `; ${REASONS[reason]}`}.`,
    ],
    spoken: (sides) =>
      `${sides.map(([name, percent]) => `${name} ${percent === null ? '기록 없음' : signedPercentage(percent)}`).join(', ')}.`,
    compared: (ms, ofMs) => `${duration(ofMs)} 중 둘 다 기록된 ${duration(ms)} 비교.`,
    excludedTitle: '제외한 구간',
    excluded: (target, from, to, reason) =>
      line`${target}: ${time(from)}부터 ${time(to)}까지, ${REASONS[reason]}`,
    twoTargets: 'mode 두 개 또는 타깃 두 개(예: live paper docker)',
    missingTarget: '타깃이 두 개 필요합니다',
  },
};
