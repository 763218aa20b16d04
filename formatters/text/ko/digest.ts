import { bold, line, literal, mention, slackDate, time } from '../../blockKit/blocks';
import type { digest as en } from '../en/digest';
import { count, money, percentage, signed } from '../numbers';
import { common } from './common';
import { counted, duration } from './units';

const COUNTERS = {
  trades: ['거래', '건'],
  violations: ['안전 위반', '건'],
  trips: ['브레이커 발동', '회'],
} as const;

const INCIDENT_STATE = {
  open: '미확인',
  acknowledged: '확인됨',
  snoozed: '스누즈',
  recovered: '복구',
  muted: '음소거',
  closed: '종료, 규칙 꺼짐',
};

/** How one that did not recover ended. */
const THEN: Readonly<Partial<Record<keyof typeof INCIDENT_STATE, string>>> = {
  muted: ', 이후 음소거',
  closed: ', 이후 규칙 꺼짐',
};

const comparedWithDay = (more: number, before: string): string =>
  more === 0
    ? `${before} 대비 변동 없음`
    : `${before} 대비 ${money(Math.abs(more), null)} ${more > 0 ? '많음' : '적음'}`;

/** The balance of the last days that are over. */
const week: typeof en.week = {
  title: '최근 7일 잔고 변동',
  /** `paper docker: 11월 21일 +1,200.00 KRW (+0.12 %), 11월 20일 대비 300.00 많음.` */
  day: (name, day, change, { since, before, more }) => [
    `${name}: ${day} `,
    bold(change),
    since === null ? '' : ` (직전 기록 ${since} 기준)`,
    more === null || before === null ? '.' : `, ${comparedWithDay(more, before)}.`,
  ],
  moved: (name, times, amount) => `${name}: 기록된 입출금 ${times}건 제외 (합계 ${amount}).`,
  lacking: (name, days) => `${name}: 잔고 기록 없음 (${days.join(', ')}).`,
  notRead: '이력을 읽지 못해 최근 7일은 표시하지 않습니다.',
};

/** What changed since the last digest, and how it stands. */
export const digest: typeof en = {
  week,
  heading: (name, parts) =>
    `📋 다이제스트${name === null ? '' : ` ${name}`}${parts.length === 0 ? '' : `: ${parts.join(' · ')}`}`,
  alerts: (n) => counted('알림', n, '건'),
  trades: (n) => counted('거래', n, '건'),
  sinceClock: (headline, clock) => `${headline}, ${clock} 이후.`,
  since: (at, ms) => line`${time(at)} 이후 (${duration(ms)})`,
  unseenSince: (at) =>
    line`${bold('⚠️ Redis 읽기 불가: ')}${time(at)}부터. 트레이더는 정상일 수 있습니다. 아래는 모두 그 전 내용입니다.`,
  found: (targets, more) =>
    line`신규: ${targets.flatMap(({ name, at }, i) => line`${i === 0 ? '' : '; '}${bold(name)}, 첫 관측 ${time(at)}`)}${more === 0 ? '' : ` 외 ${count(more)}개`}.`,

  quiet: (since, name, isUnseen) =>
    line`${bold('📋 특이 사항 없음')}, ${time(since)}${isUnseen ? '부터 그때까지' : ' 이후'}${name === null ? '' : ` (다이제스트 ${name})`}.`,
  quietStates: (states, more, isUnseen) =>
    line`${isUnseen ? ' 당시: ' : ' 현재: '}${states.flatMap((state, i) => [i === 0 ? '' : '; ', ...state])}${more === 0 ? '' : ` 외 ${count(more)}개`}.`,
  nothingReportedBy: (names) => `보고 없음: ${names}.`,

  /** `거래 57건 (누적 1,344건)`. A counter that was reset, or was not reported, is said to be so. */
  counter(counter, change, missing) {
    const { total, increase, resets, isNew } = change;
    const [noun, unit] = COUNTERS[counter];
    const rise = counted(noun, increase, unit);
    if (total === null) return increase > 0 ? rise : `${noun} ${common.missing[missing]}`;
    const inAll = `(누적 ${count(total)}${unit})`;
    if (resets > 0) return `${rise} 확인, 카운터 초기화됨 ${inAll}`;
    if (isNew && increase === 0) return `${noun} 첫 보고 ${inAll}`;
    if (total === 0) return `${noun} 없음`;
    return `${rise} ${inAll}`;
  },
  countedSince: (at) => line`${time(at)}부터 집계`,
  liveSwitched: (times) => `실거래 전환 ${count(times)}회`,
  warning: (text) => bold(`⚠️ ${text}`),

  balanceFirst: (now, missing) =>
    now === null ? `잔고 ${common.missing[missing]}` : `잔고 ${now}, 이전 보고 없음`,
  balanceGone: (missing, before, at) =>
    line`잔고 현재 ${common.missing[missing]}; 이전 ${before}, ${time(at)}`,
  balanceUnchanged: (now) => `잔고 ${now}, 변동 없음`,
  balance: (before, at, now, difference) =>
    line`잔고 ${before}${at && line` (${time(at)})`} → ${now}${difference === 0 ? null : line` (${bold(signed(difference))})`}`,

  neverSeen: '생존 신호를 관측한 적 없음',
  monitoredTooShort: '모니터링 시간이 짧아 가동률 표시 안 함',
  uptime: (share, monitoredMs) =>
    `가동률 ${percentage(share * 100)} (모니터링 ${duration(monitoredMs)} 기준)`,

  unknownLastSeen: (status) => `알 수 없음, 마지막 상태 ${status}`,
  downSince: (at) => line`, ${time(at)}부터`,
  urgent: (label) => line`, ${bold(label)}`,
  moneyUnknown: ', 실자금 여부 불명',
  noRealOrders: ', 실주문 없음',
  openAlerts: (n) => `, ${common.openAlerts(n)}`,
  acknowledgedBy: (by) => line`, ${mention(by)} 님이 확인`,
  silenced: (kind) => `, ${common.silenced[kind]}`,

  alertList: '알림',
  noAlerts: '알림 없음.',
  /** `다운: paper docker · 14분, 02:58부터`. */
  incident: (title, names, more, state, began, lastedMs, hasEnded) =>
    line`${bold(title)}${names.length === 0 ? '' : `: ${names.join(', ')}${more === 0 ? '' : ` 외 ${count(more)}개`}`} · ${hasEnded ? duration(lastedMs) : `${duration(lastedMs)}째, ${INCIDENT_STATE[state]}`}, ${time(began)}부터${THEN[state] ?? ''}`,

  tuning: '튜닝',
  noTuning: '튜닝 진행 없음.',
  session: (id, name, place, completed, since, isFinished, isStalled) =>
    line`${name === null ? null : line`${literal(name)} · `}${literal(id, 60)} ${place}: ${
      since === null || since === 0
        ? `이터레이션 ${count(completed)}회`
        : `이터레이션 ${count(since)}회 추가, 누적 ${count(completed)}회`
    }${isFinished ? line`로 ${bold('세션 완료')}` : line` 완료${isStalled ? line`, ${bold('멈춤')}` : null}`}`,
  incidentsSince: (at) => `${slackDate(at)} 이전에 끝난 알림은 포함하지 않습니다.`,
  asOf: (at) => `${slackDate(at)} 기준`,
  late: (dueAt, reason) =>
    line`${bold('지연 전송: ')}예정 시각 ${time(dueAt)}${reason === null ? null : line` (${reason})`}.`,
  wasAway: '그때 봇이 꺼져 있었거나 Redis를 쓸 수 없었음',
};
