import type { UnrecordedRule } from '../../../../src/rehearsal/settings/rehearsedSettings';
import { bold, joined, line, time } from '../../../blockKit/blocks';
import type { rehearsal as en } from '../../en/alerting/rehearsal';
import { count } from '../../numbers';
import { performance } from '../trading/performance';
import { duration } from '../units';
import { severityNames } from './severityNames';

const UNRECORDED: Readonly<Record<UnrecordedRule, string>> = {
  order_problem: '거부·부분 체결 주문',
  price_feed: '시세 끊김',
  tuning: '튜닝 세션',
  control: '제어 상태',
};

/** What new settings would have made of the recorded past. */
export const rehearsal: typeof en = {
  command: {
    what: '이 설정이었다면 최근 7일간 어떤 알림이 왔을지',
    period: '포지션 비중 규칙을 끄면, 최근 30일',
    file: '사용 중인 설정 파일 옆의 다른 설정 파일로',
    needsChange: '시험할 설정이 필요합니다',
    expected:
      'stale_after=90s, balance_drop.percent=3, high_exposure=off 같은 설정, 또는 new.yaml처럼 설정 파일 옆에 있는 파일 이름. 그 뒤에 since=30d(1d부터 400d까지, 기본 7d)',
    second: '두 번째 파일입니다',
    wrongSince: '되돌아볼 기간이 아닙니다',
    since: 'since=7d (1d부터 400d까지)',
  },
  terminal: {
    about: '봇이 기록한 이력으로 다른 설정이었다면 어떤 알림이 왔을지 표시',
    notes: [
      '이력(HISTORY_FILE)에 규칙을 두 번, 사용 중인 설정과 새 설정으로 돌립니다. Redis와 Slack은 필요 없고 아무것도 보내지 않습니다.',
      '생존 신호와 상태 변화 규칙은 400일간 체크 간격 단위까지, 값 규칙은 7일간 정확합니다. 사람이 한 일(확인, 스누즈, 음소거, 점검)은 제외됩니다.',
    ].join('\n'),
    words:
      '사용 중인 설정(또는 파일) 대신 쓸 설정: stale_after=90s, balance_drop.percent=3, high_exposure=off',
    config: '시험할 설정 파일',
    since: '시작 시점: 24h, 30d, 2026-11-22, "2026-11-22 14:00"',
    ofFile: 'new.yaml이었다면 최근 30일간 보냈을 알림',
    ofWord: '설정 하나만 다르면 최근 7일간 보냈을 알림, JSON으로',
    needsChange: '시험할 것이 필요합니다: --config new.yaml 또는 stale_after=90s 같은 설정',
    notASetting: (word) => `${word}: stale_after=90s 같은 설정과 값이 아닙니다`,
  },
  heading: (after, before, period) =>
    after === before
      ? `${period}: 알림 ${count(after)}건, 지금과 같음`
      : `${period}: 알림 ${count(before)}건 대신 ${count(after)}건`,
  last: (period) => `최근 ${period}`,
  spoken: (missed, added, moved) => {
    const parts = [
      ...(missed === 0 ? [] : [`오지 않았을 알림 ${count(missed)}건`]),
      ...(added === 0 ? [] : [`더 왔을 알림 ${count(added)}건`]),
      ...(moved === 0 ? [] : [`시각이나 심각도가 달랐을 알림 ${count(moved)}건`]),
    ];
    return parts.length === 0 ? '차이가 없었을 것입니다.' : `${parts.join(', ')}.`;
  },
  chart: {
    title: '알림',
    before: '지금',
    after: '새 설정',
    yLabel: '알림 수',
    day: '날짜',
    days: (n) => `시작일부터 ${n}일`,
  },
  columns: { rule: '규칙', before: '지금', after: '새 설정', messages: '채널 메시지' },
  missed: '오지 않았을 알림',
  added: '더 왔을 알림',
  moved: '다르게 왔을 알림',
  alert: (title, targets, at, lastedMs, mayCome) =>
    line`${bold(title)}${targets === '' ? null : `: ${targets}`}, ${time(at)}${lastedMs === null ? null : `, ${duration(lastedMs)} 뒤 종료`}${mayCome ? ' (기록이 끝날 때도 이어지고 있어 더 늦게 올 수 있음)' : null}`,
  movedAlert: (title, targets, at, byMs, severity) =>
    joined([
      line`${bold(title)}${targets === '' ? null : `: ${targets}`}, ${time(at)}`,
      byMs === 0 ? null : `, ${duration(Math.abs(byMs))} ${byMs > 0 ? '늦게' : '일찍'}`,
      severity === null ? null : `, ${severityNames[severity.from]} 대신 ${severityNames[severity.to]}`,
    ]),
  same: (same, merged) => [
    ...(same === 0 ? [] : [[`지금과 똑같이 왔을 알림 ${count(same)}건.`]]),
    ...(merged === 0 ? [] : [[`다른 알림에 포함되었을 알림 ${count(merged)}건.`]]),
  ],
  noChange: () => ['⚠️ 사용 중인 설정과 같습니다. 달라지는 것이 없습니다.'],
  shorter: (since, asked) => line`⚠️ ${time(since)} 이전 기록이 없어 요청한 기간보다 짧습니다 (${asked}).`,
  inMemory: () => ['⚠️ 이 이력은 메모리에만 있어, 봇 시작부터 종료까지만 남습니다(HISTORY_FILE).'],
  unknownTargets: (targets) => [`⚠️ 새 설정의 타깃 중 기록 없음: ${targets}.`],
  withoutSigns: (targets) => [`⚠️ 생존 신호 기록이 없어 생존 신호 규칙은 시험하지 못함: ${targets}.`],
  otherInterval: () => [
    '⚠️ 새 설정의 체크 간격이 다릅니다. 간격은 시험할 수 없어 기록된 체크를 그대로 씁니다.',
  ],
  exact: (ms) => `생존 신호와 상태 변화는 ${duration(ms)} 단위까지 정확합니다.`,
  values: (since, isWhole) =>
    since === null
      ? ['값은 5분 단위로만 기록되어 잔고·포지션 비중·거래 규칙은 근사치입니다.']
      : isWhole
        ? ['값은 체크마다 기록되어 있습니다.']
        : line`값은 ${time(since)}부터 체크마다, 그 전은 5분 단위로 기록되어 잔고·포지션 비중·거래 규칙은 근사치입니다.`,
  people: () => ['사람이 한 일은 제외: 확인, 스누즈, 음소거, 점검. 아무것도 보내지 않았습니다.'],
  unrecorded: (rules) => [
    `이력에 없어 시험하지 않음: ${[...rules.map((rule) => UNRECORDED[rule]), '실주문', 'Redis 데이터 유실'].join(', ')}.`,
  ],
  gapsTitle: '아무도 지켜보지 않아 알 수 없는 구간',
  gap: (from, to, reason) =>
    line`${time(from)}부터 ${time(to)}까지 (${duration(to.getTime() - from.getTime())}), ${performance.gap(reason)}`,
  nothing: (since) =>
    line`${time(since)} 이후 기록이 없어 시험할 것이 없습니다. 이력은 첫 점검부터 시작됩니다.`,
  noChannel: () => ['알림 채널(ALERT_CHANNEL)이 없어 알림을 받을 사람이 없습니다.'],
  tooLong: (limitMs) => [
    `⏱️ ${duration(limitMs)} 넘게 걸려 봇이 느려질 수 있습니다. since=3d 정도로 줄이거나, 제한이 없는 터미널에서 arbwatch rehearse를 쓰세요.`,
  ],
  busy: () => ['⏱️ 다른 시험이 진행 중입니다. 1분 뒤에 다시 하세요.'],
  unavailable: () => [
    '이 봇은 데모로 시작되어 설정을 다시 읽을 수 없으므로, 다른 설정도 시험할 수 없습니다.',
  ],
  refused: (n) => `시험하지 않음: 문제 ${count(n)}개`,
};
