import type { NotCompared, Reason } from '../../../../src/alerting/rules/reason';
import { joined, type Line, line, literal, time } from '../../../blockKit/blocks';
import type { reasons as en } from '../../en/alerting/reasons';
import { money, number, percentage, signedPercentage } from '../../numbers';
import { common } from '../common';
import { approximately, counted } from '../units';

type Facts<Code extends Reason['code']> = Extract<Reason, { readonly code: Code }>;

const flag = (value: Facts<'live_flags'>['enabled'] | number): string => {
  if (typeof value === 'number') return number(value);
  return typeof value === 'boolean' ? (value ? '예' : '아니요') : common.missing[value];
};

const EVIDENCE = {
  flags: '실거래 플래그 켜짐',
  orders: '최근 하루 안에 실주문 있음',
  configured: '설정 파일에 등록된 타깃',
} as const;

/** What was found of its last sign of life. */
const FOUND: Readonly<Record<Facts<'last_sign'>['found'], (quiet: string | null, limit: string) => string>> =
  {
    recent: (quiet, limit) => `${quiet} 전; ${limit}`,
    silent: (quiet, limit) => `${quiet}째 없음; ${limit}`,
    data_lost: () => 'Redis 데이터가 방금 유실되어 신호도 사라졌을 수 있음',
    still_down: () => '계속 다운',
    one_sign: () => '새 신호 1회, 한 번 더 기다리는 중',
    recovered: () => '두 번의 체크에서 새 신호 2회',
  };

const SIGNS = { heartbeat: '하트비트', portfolio: '포트폴리오' } as const;
const SIDES = { live: 'live 트레이더', paper: '같은 env의 paper 트레이더' } as const;

function notCompared({ side, why, balance, ageMs }: NotCompared): string {
  const who = SIDES[side];
  switch (why) {
    case 'absent':
      return '같은 env에 paper 트레이더 없음';
    case 'not_reported':
    case 'not_understood':
      return `${who} 잔고 ${common.missing[why]}`;
    case 'not_positive':
      return `${who} 잔고 ${balance === null ? '비교할 수 없는 값' : money(balance, null)}`;
    case 'never_written':
      return `${who} 잔고 기록을 아직 관측하지 못함`;
    case 'old':
      return `${who} 잔고가 ${approximately(ageMs ?? 0)}째 갱신되지 않음`;
  }
}

const judgedBy = (afterMs: number, what: string): string => `${approximately(afterMs)} 지나면 ${what}`;

/** Why a rule decided as it did, as `/arb-alerts why` lists it behind the rule's name. */
export const reasons: typeof en = {
  never_signed: () => ['생존 신호를 관측한 적 없음'],
  waiting_for_first_sign: ({ waitedMs, evidence, afterMs }) => [
    `${approximately(waitedMs)} 동안 생존 신호 없음, ${EVIDENCE[evidence]}; ${judgedBy(afterMs, '다운')}`,
  ],
  last_sign: ({ sign, found, quietMs, afterMs }) => {
    const state = FOUND[found](quietMs === null ? null : approximately(quietMs), judgedBy(afterMs, '다운'));
    if (sign === null) return line`생존 신호 없음; ${state}`;
    const from =
      sign.component !== null && sign.kind === 'heartbeat' ? line` (${literal(sign.component)})` : null;
    return line`마지막 생존 신호: ${SIGNS[sign.kind]}${from} ${time(sign.at)}; ${state}`;
  },
  no_heartbeat_expected: () => ['하트비트 감시 대상 아님: 포트폴리오만으로 판단'],
  signs_incomplete: () => ['하트비트와 포트폴리오 둘 다 기록한 적은 없음'],
  heartbeat_behind: ({ heartbeatAt, component, behindMs, afterMs }) =>
    line`마지막 하트비트 ${time(heartbeatAt)}${component === null ? null : line` (${literal(component)})`}; 포트폴리오 기록은 그보다 ${approximately(behindMs)} 뒤; ${judgedBy(afterMs, '경고')}`,
  portfolio_behind: ({ portfolioAt, behindMs, afterMs }) =>
    line`마지막 포트폴리오 기록 ${time(portfolioAt)}; 마지막 하트비트는 그보다 ${approximately(behindMs)} 뒤; ${judgedBy(afterMs, '갱신 멈춤')}`,
  breaker: ({ trips, active }) => [`발동 횟수: ${flag(trips)}; 작동 중: ${flag(active)}`],
  live_flags: ({ enabled, armed }) => line`enabled: ${flag(enabled)}; armed: ${flag(armed)}`,
  violations: ({ counted: total, reported, isHeldBack }) =>
    joined(
      [
        typeof total === 'number'
          ? `집계 ${number(total)}건, 이미 알린 것 ${reported === null ? '없음' : `${number(reported)}건`}`
          : `집계 ${common.missing[total]}`,
        isHeldBack ? '모아서 보내려고 보류 중' : null,
      ],
      '; ',
    ),
  counters: ({ fell }) =>
    fell.length === 0
      ? ['감소한 카운터 없음']
      : joined(
          fell.map(
            ({ counter, from, to }) => line`${literal(counter)} ${number(from)} → ${number(to)}: 초기화됨`,
          ),
          '; ',
        ),
  balance: ({ balance, highest, dayBefore, fell }) =>
    balance === null
      ? ['잔고 보고 없음']
      : joined(
          [
            `잔고 ${money(balance, null)}`,
            highest === null ? null : `최근 최고 ${money(highest, null)}`,
            dayBefore === null
              ? '전일 잔고 기록 없음'
              : `전일 마감(${dayBefore.day}) ${money(dayBefore.balance, null)}`,
            fell && line`${time(fell.at)} 감소, 그 전 ${money(fell.from, null)}`,
          ],
          '; ',
        ),
  exposure: ({ rate, abovePercent, forMs }) =>
    rate === null
      ? ['사용률 보고 없음']
      : [
          `사용률 ${Number.isFinite(rate * 100) ? percentage(rate * 100) : number(rate)}; ${percentage(abovePercent)} 초과가 ${approximately(forMs)} 이어지면 과다`,
        ],
  trades: ({ status, total, tradedAt, quietMs, afterMs }) => {
    const last: Line = tradedAt === null ? ['거래 관측한 적 없음'] : line`마지막 거래 관측 ${time(tradedAt)}`;
    switch (status) {
      case 'not_reported':
        return line`거래 건수 보고 없음; ${last}`;
      case 'down':
        return line`생존 신호가 없어 거래를 기다리지 않음; ${last}`;
      case 'closed':
        return line`거래 시간 아님; ${last}`;
      case 'counting':
        return joined(
          [
            total === null ? null : counted('누적 거래', total, '건'),
            last,
            quietMs === null ? null : `거래 시간 기준 ${approximately(quietMs)}째 거래 없음`,
            judgedBy(afterMs, '알림'),
          ],
          '; ',
        );
    }
  },
  orders: ({ found, reported, reportedAt, heldBack, waiting }) =>
    found === null
      ? ['알려진 주문 없음']
      : line`알려진 거부·부분 체결 주문 ${number(found)}건; 하루 안에 알린 것 ${number(reported)}건${reportedAt && line`, 마지막 메시지 ${time(reportedAt)}`}; 모아서 보내려고 보류 ${number(heldBack)}건; 아직 체결될 수 있는 부분 체결 ${number(waiting)}건`,
  prices: ({ exchanges, afterMs }) =>
    exchanges.length === 0
      ? ['알려진 거래소 시세 없음']
      : line`마지막 시세: ${joined(
          exchanges.map(({ exchange, ageMs }) => line`${literal(exchange, 40)} ${approximately(ageMs)} 전`),
          ', ',
        )}; 다른 시세는 있는데 ${judgedBy(afterMs, '끊김')}`,
  only_live_is_compared: () => ['live 트레이더만 비교'],
  paper_not_read: () => ['paper 트레이더를 읽지 못함'],
  not_compared: ({ missing }) => [`비교 안 함: ${missing.map(notCompared).join('; ')}`],
  compared: ({ comparedMs, withinMs, livePercent, paperPercent, points }) => [
    `최근 ${approximately(withinMs)} 중 둘 다 가동한 ${approximately(comparedMs)} 동안 live ${signedPercentage(livePercent)}, paper ${signedPercentage(paperPercent)}; 차이 ${number(points)}%p 이상이면 알림`,
  ],
  uptime: ({ upMs, watchedMs }) => [`모니터링 ${approximately(watchedMs)} 중 가동 ${approximately(upMs)}`],
};
