import type { Hold } from '../../../../src/alerting/silences/hold';
import type { SilenceKind } from '../../../../src/alerting/silences/silence';
import { bold, line, literal, mention, slackDate, type TextSpan, time } from '../../../blockKit/blocks';
import type { silences as en } from '../../en/alerting/silences';
import { counted, duration } from '../units';
import { by, until } from './by';
import { severityNames } from './severityNames';

const KIND: Readonly<Record<SilenceKind, string>> = {
  maintenance: '점검',
  snooze: '스누즈',
  mute: '음소거',
  quiet_hours: '방해 금지 시간',
};

const HOLD: Readonly<Record<Hold['kind'], string>> = {
  maintenance: '점검 중',
  snooze: '스누즈',
  mute: '음소거',
  quiet_hours: '방해 금지 시간',
  silent_rule: '무음 규칙',
};

const criticalStillSent = '긴급 알림은 계속 나갑니다.';
const NO_END = ', 종료 시각 없음';
const endOf = (end: Date | null): TextSpan[] => (end === null ? [NO_END] : line` ${time(end)}까지`);
/** `23:00까지 점검 중 (@somebody 님)`. */
const lasting = (what: string, end: Date | null, who: string | null): TextSpan[] =>
  line`${until(end)}${what}${end === null ? NO_END : null}${by(who)}`;
const reasonOf = (reason: string | null): TextSpan[] | null =>
  reason === null ? null : line`: ${literal(reason, 200)}`;

/** Silences: maintenance, snoozes, mutes and quiet hours. */
export const silences: typeof en = {
  subject: {
    all: '모든 트레이더',
    ofMode: (mode) => `모든 ${mode} 트레이더`,
  },
  /** `점검 (paper docker)`, `점검 weekend (모든 paper 트레이더)`, `방해 금지 시간`. */
  name: (kind, name, subject) =>
    kind === 'quiet_hours' ? KIND[kind] : `${KIND[kind]}${name === null ? '' : ` ${name}`} (${subject})`,
  /** `점검 (paper docker) 22:00부터 23:00까지 (@somebody 님): deploy. 긴급 알림은 계속 나갑니다.` */
  line: (name, silence, isUpcoming) =>
    line`${bold(name)}${isUpcoming ? line` ${time(silence.from)}부터` : null}${endOf(silence.until)}${silence.by === null ? ' (설정 파일)' : by(silence.by)}${reasonOf(silence.reason)}. ${silences.passes(silence)}`,
  passes: ({ severities, includesCritical }) => {
    if (severities !== null)
      return `보류하는 알림: ${severities.map((each) => severityNames[each]).join(', ')}.`;
    return includesCritical ? '긴급 알림도 보류합니다.' : criticalStillSent;
  },

  ofTarget: ({ kind, until: end, by: who, includesCritical }) => {
    if (kind === 'muted') return line`🔕 음소거${by(who)}: 복구될 때까지 알림 없음.`;
    if (kind === 'snoozed') return line`🔕 ${until(end)}스누즈${by(who)}.`;
    return line`${kind === 'maintenance' ? '🔧' : '🔕'} ${lasting(HOLD[kind], end, who)}${includesCritical || kind === 'quiet_hours' ? '.' : `. ${criticalStillSent}`}`;
  },
  hold: ({ kind, until: end, by: who }) =>
    kind === 'silent_rule'
      ? ['무음 규칙이라 전송하지 않습니다.']
      : line`${lasting(HOLD[kind], end, who)}: 새 알림을 보내지 않습니다.`,
  heldBack: ({ kind, until: end, by: who }) =>
    kind === 'silent_rule' ? ['; 무음 규칙이라 미전송'] : line`; 보류: ${until(end)}${HOLD[kind]}${by(who)}`,

  list: {
    active: '알림 중지 중',
    upcoming: '예정',
    headline: (names) => (names === null ? '중지된 알림 없음' : `알림 중지 중: ${names}`),
    mutedUntilRecovery: (name, since, who) =>
      line`${bold(`음소거: ${name}`)}${since && line` ${time(since)}부터`} 복구될 때까지${by(who)}. 그때까지 알림 없음.`,
    howToEnd:
      '해제: `/arb-alerts unmute paper docker`, `/arb-alerts maintenance end paper docker`, `/arb-alerts unsnooze paper docker`',
    asOf: (now) => `${slackDate(now)} 기준`,
  },

  ended: {
    headline: (name, firing, over) =>
      `${name} 종료${firing > 0 ? `: ${counted('계속 발생 중인 알림', firing, '건')}` : over > 0 ? `: ${counted('보류했다가 끝난 알림', over, '건')}` : ''}`,
    firingList: '계속 발생 중, 지금 알림',
    overList: '이미 끝남, 알림 안 함',
    eventList: '그동안 있었던 일, 알림 안 함',
    firing: (what, since) => line`${bold(what)} ${time(since)}부터`,
    over: (what, from, to, ms, how) =>
      line`${bold(what)} ${time(from)}부터 ${time(to)}까지 (${duration(ms)}), ${OVER[how]}`,
    event: (what, at) => line`${bold(what)} ${time(at)}`,
    lasted: (from, to, who, reason, endedBy) =>
      line`${time(from)}부터 ${time(to)}까지${who === null ? ' (설정 파일)' : by(who)}${reasonOf(reason)}.${endedBy === null ? null : line` ${mention(endedBy)} 님이 조기 종료.`}`,
  },

  reminder: {
    headline: (names) => `종료 시각 없이 알림 중지 중: ${names}`,
    why: '직접 해제할 때까지 계속됩니다. 알림에서 음소거한 것은 복구되면 풀립니다. 해제 방법은 /arb-alerts muted 에 있습니다.',
  },

  answer: {
    begun: (name, from, end, reason) =>
      line`${bold(name)}${from && line` ${time(from)}부터`}${endOf(end)}${reasonOf(reason)}.`,
    monitored: '모니터링은 계속합니다. 끝나면 보류한 알림을 요약하고, 그때도 발생 중인 알림은 바로 보냅니다.',
    monitoredWithoutEnd: '모니터링은 계속합니다. 매일 09:00에 다시 알려 드립니다.',
    criticalPasses: (example) => line`${criticalStillSent} 긴급도 보류하려면: ${literal(example, 200)}`,
    criticalHeld: '긴급 알림도 보류합니다. 모니터링 장애는 계속 알립니다.',
    snoozedAhead: (name) => line`${bold(name)} 미해결 알림 없음. 다음에 오는 알림부터 보류합니다.`,
    ended: (name) => line`종료: ${bold(name)}. 아직 발생 중인 알림은 1분 안에 나갑니다.`,
    unmuted: (name) => line`음소거 해제: ${bold(name)}. 아직 발생 중인 알림은 1분 안에 나갑니다.`,
    nothingToEnd: (subject) =>
      line`${subject}: 해제할 것이 없습니다. 중지 목록은 ${literal('/arb-alerts muted')} 에서 볼 수 있습니다.`,
  },

  usage: {
    toSilence: '알림을 중지할',
    toEnd: '중지를 해제할',
    tooLong: '너무 깁니다',
    reason: (most) => `사유 ${most}자 이내`,
    targetOrAll: '타깃(예: paper docker) 또는 all',
    maintenanceTooLong: '종료 시각이 너무 멉니다',
    muteTooLong: '종료 시각이 너무 멉니다',
    range: '22:00-23:00, tomorrow 22:00-23:00, 1h, until 09:00 같은 시간(최대 30일 뒤)',
    until: '3d, until 09:00 같은 시간(최대 1년 뒤). 생략하면 unmute 할 때까지',
    maintenance: '그 시간 동안 알림 없음. 보류한 알림은 끝날 때 요약',
    maintenanceAll: '모든 트레이더 대상, 긴급 알림까지 포함',
    maintenanceEnd: '점검 조기 종료',
    maintenanceList: '점검 중인 것과 예정된 점검',
    mute: '그 트레이더 알림을 3일간 음소거. 긴급은 계속 옴',
    muteForGood: '긴급까지 음소거, unmute 할 때까지',
    unmute: '음소거 해제',
    muted: '중지된 알림 목록: 언제까지, 누가',
    snoozeAhead: '알림이 없어도 미리 스누즈: 다음 알림부터 보류',
  },

  button: {
    label: '점검 1시간',
    title: '1시간 점검을 시작할까요?',
    text: (subject, isCritical) =>
      `1시간 동안 새 알림을 보내지 않습니다: ${subject}. ${isCritical ? '긴급 알림도 보류합니다.' : criticalStillSent} 모니터링은 계속하며, 끝나면 요약과 함께 그때도 발생 중인 알림을 보냅니다.`,
    confirm: '시작',
  },

  activity: {
    begun: (name, from, end, critical) =>
      line`시작: ${name}, ${time(from)}부터${end && line` ${time(end)}까지`}${critical ? ', 긴급 포함' : null}`,
    ended: (name) => `종료: ${name}`,
    unmute: (name) => `음소거 해제: ${name ?? '타깃'}`,
    heldBack: (kind) => `알림 보류 (${HOLD[kind]})`,
  },
  pending: (name) => `요약 (${name})`,
  pendingReminder: '음소거 재알림',
};

const OVER = { recovered: '복구', muted: '음소거', closed: '종료: 규칙 꺼짐' };
