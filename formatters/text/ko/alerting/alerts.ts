import type { IncidentState } from '../../../../src/alerting/incidents/incident';
import { bold, line, mention, time } from '../../../blockKit/blocks';
import type { alerts as en } from '../../en/alerting/alerts';
import { count } from '../../numbers';
import { common } from '../common';
import { duration, ordinal } from '../units';
import { alertResponses } from './alertResponses';
import { by, until } from './by';
import { outage } from './outages';
import { refusal } from './refusal';
import { severityNames } from './severityNames';

const PREFIX: Readonly<Partial<Record<IncidentState, string>>> = {
  acknowledged: '확인됨 · ',
  snoozed: '스누즈 · ',
};

const realMoney = (isRealMoney: boolean): string => (isRealMoney ? ` · ${common.realMoney}` : '');

/** Until when a muted alert stays so, before 때까지. */
const areOk = (n: number, areUnstable: boolean): string =>
  `${n === 1 ? '' : '모두 '}${areUnstable ? '안정될' : '복구될'}`;

/** Alerts: their messages, their threads, and what is asked about them. */
export const alerts: typeof en = {
  subject: (n) => `트레이더 ${count(n)}개`,
  allTraders: '모든 트레이더',
  noTrader: '트레이더 없음',
  /** `다운: live docker · 실자금`; without the subject where there is none. */
  what: (title, subject, isRealMoney) =>
    `${title}${subject === null ? '' : `: ${subject}${realMoney(isRealMoney)}`}`,

  severity: severityNames,
  /** `긴급 · 다운: live docker`. */
  severe: (severity, what) => `${severityNames[severity]} · ${what}`,

  headline: {
    open: (state, severity, what) => `${PREFIX[state] ?? ''}${severityNames[severity]} · ${what}`,
    recovered: (ms, subject, isRealMoney) => `${duration(ms)} 만에 복구: ${subject}${realMoney(isRealMoney)}`,
    outageOver: (ms, isStore) => `${duration(ms)} 만에 ${isStore ? '저장 재개' : '모니터링 재개'}`,
    muted: (subject) => `음소거: ${subject}`,
    ruleOff: (rule, subject) => `종료: 규칙 ${rule} 꺼짐 (${subject})`,
    ignored: (subject) => `종료: 설정에서 무시하도록 바뀜 (${subject})`,
    targetGone: (subject) => `종료: 설정에서 제외됨 (${subject})`,
    heartbeatReleased: (subject) => `하트비트 감시 해제: ${subject}`,
  },
  since: (when) => line`${time(when)}부터.`,
  fromTo: (from, to) => line`${time(from)}부터${to && line` ${time(to)}까지`}.`,
  before: (text) => line`알림 내용: ${text}`,
  atTheSameTime: (title) => `${title}, 비슷한 시각에 함께 발생:`,
  moreTargets: (n) => `외 ${count(n)}개`,
  target: (name, text, recoveredAt, times, firstAt) =>
    line`${bold(name)}: ${text}${recoveredAt && line`; ${time(recoveredAt)} 복구`}${times > 1 ? line`; ${ordinal(times)} 발생${firstAt && line` (첫 발생 ${time(firstAt)})`}` : ''}.`,
  names: (names) => `${names}.`,

  state: {
    open: '미확인 상태.',
    acknowledged: (userId, when) => line`확인됨${by(userId)}${when && line`, ${time(when)}`}. 재알림 없음.`,
    snoozed: (userId, when) => line`${until(when)}스누즈${by(userId)}. 그때까지 재알림 없음.`,
    recovered: (when) => line`${when && line`${time(when)} `}복구.`,
    wasAcknowledged: (userId) => line`${mention(userId)} 님이 확인했습니다.`,
    muted: (when, n, areUnstable) =>
      line`${when && line`${time(when)}부터 `}${areOk(n, areUnstable)} 때까지 알림 없음.`,
    ruleOff: (when) =>
      line`설정에서 규칙이 꺼짐${when && line` (${time(when)} 감지)`}. 복구됐는지는 알 수 없습니다.`,
    ignored: (when) =>
      line`설정에서 무시하도록 바뀜${when && line` (${time(when)} 감지)`}. 복구됐는지는 알 수 없습니다.`,
    targetGone: (when) =>
      line`설정에서 빠짐${when && line` (${time(when)} 감지)`}. 이제 감시하지 않으며, 복구됐는지는 알 수 없습니다.`,
    heartbeatReleased: (when) =>
      line`${when && line`${time(when)}부터 `}포트폴리오만으로 판단합니다. 하트비트가 다시 오면 원래대로 감시합니다.`,
  },

  outage,

  thread: {
    reminder: (ms, what, since) => [
      line`${bold(`🔔 ${duration(ms)}째 미해결: ${what}`)}${since && line`, ${time(since)}부터`}.`,
      ['아직 아무도 확인하지 않았습니다. 위 알림에서 확인 또는 스누즈하면 재알림이 멈춥니다.'],
    ],
    about: (what) => line`${what === null ? '알림' : bold(what)} 스레드에 답글을 달 수 없어 여기에 올립니다:`,
    acted: (userId, action) => line`${mention(userId)} 님이 ${action}.`,
    recovered: (ms, subject) => bold(`✅ ${duration(ms)} 만에 복구: ${subject}.`),
    outageOver: (ms, isStore) => bold(`✅ ${duration(ms)} 만에 ${isStore ? '저장 재개' : '모니터링 재개'}.`),
    lasted: (title, from, to) => line` ${title}: ${time(from)}부터${to && line` ${time(to)}까지`}.`,
    joined: (title, name) => line`${bold(`${title} 추가: ${name}.`)}`,
    moreSevere: (title, name, from, to) =>
      line`${bold(`심각도 ${severityNames[from]} → ${severityNames[to]}. ${title}: ${name}.`)}`,
    targetRecovered: (name, ms) => line`${bold(name)} ${duration(ms)} 만에 복구.`,
    muted: '음소거: 복구될 때까지 알림 없음.',
    ruleOff: '종료: 설정에서 규칙이 꺼졌습니다.',
    ignored: '종료: 설정에서 무시하도록 바뀌었습니다.',
    targetGone: '종료: 설정에서 빠져 이제 감시하지 않습니다.',
    heartbeatReleased: '하트비트 감시 해제: 포트폴리오만으로 판단합니다.',
    anAlert: '알림',
  },

  action: {
    acknowledge: '확인했습니다',
    snooze: (when) => line`${time(when)}까지 스누즈했습니다`,
    unsnooze: '스누즈를 해제했습니다',
    mute: '음소거했습니다',
    release_heartbeat: '하트비트 감시를 해제했습니다',
  },

  refusal,
  button: {
    acknowledge: '확인(Ack)',
    snooze: '스누즈…',
    unsnooze: '스누즈 해제',
    status: '현재 상태',
    mute: '음소거',
    releaseHeartbeat: '하트비트 감시 해제',
    snoozeFor: {
      '1h': () => '1시간',
      '4h': () => '4시간',
      '09:00': (zone) => `09:00까지 (${zone})`,
    },
    muteTitle: (subject) => `음소거: ${subject}`,
    muteText: (subject, n, areUnstable) =>
      `일부러 멈춘 트레이더에 쓰세요. 이 알림을 닫고, ${areOk(n, areUnstable)} 때까지 알리지 않습니다: ${subject}. 트레이더에는 아무것도 보내지 않습니다.`,
    muteConfirm: '음소거',
    muteDeny: '취소',
  },

  event: {
    /** `안전 위반: live docker, 03:02 UTC.` */
    when: (headline, clock) => `${headline}, ${clock}.`,
    sentence: (name, text) => line`${bold(name)}: ${text}.`,
    testHeading: (severity) => `테스트 알림 (${severityNames[severity]}): 실제 상황이 아닙니다`,
    test: (userId, when) =>
      line`요청${by(userId)}, ${time(when)}. 실제 알림과 똑같이 저장한 뒤 전송했습니다. 트레이더에는 아무 문제가 없습니다.`,
  },

  response: alertResponses,
};
