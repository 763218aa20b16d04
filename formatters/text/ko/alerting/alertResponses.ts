import { line, literal, mention, time } from '../../../blockKit/blocks';
import type { alertResponses as en } from '../../en/alerting/alertResponses';
import { common } from '../common';

/** What who acted on alerts is answered. */
export const alertResponses: typeof en = {
  noOpenAlert: (name) => `${name}: 미해결 알림이 없습니다.`,
  noAlertEver: (name) => `${name}: 최근 7일간 알림이 없었습니다.`,
  noAlertAtAll: '최근 7일간 알림이 없었습니다.',
  noAlertOfId: (shortId) =>
    line`${literal(shortId)}: 그런 알림이 없습니다. 며칠 전에 끝났을 수 있습니다. 미해결 알림은 ${literal('/arb-alerts')} 에서 볼 수 있습니다.`,
  all: (n) => `${common.openAlerts(n)} 전체:`,
  nothingLeft: (n, kind) => {
    if (n === 0) return '미해결 알림이 없습니다.';
    if (kind === 'unsnooze') return '스누즈한 알림이 없습니다.';
    return `${common.openAlerts(n)}, ${n === 1 ? '' : '모두 '}이미 ${kind === 'snooze' ? '스누즈됨' : '확인 또는 스누즈됨'}.`;
  },
  openAlertsOf: (name, n) => `${name}: ${common.openAlerts(n)}`,
  acted: (what, outcome) => line`${what}. ${outcome}`,
  acknowledge: '확인했습니다. 재알림을 멈춥니다.',
  snooze: (when) => line`${time(when)}까지 스누즈합니다.`,
  unsnooze: '스누즈를 해제했습니다.',
  subjectWithNames: (subject, names) => `${subject} (${names})`,
  notSetUp: () =>
    line`알림이 꺼져 있습니다. 알림 채널이 없습니다. ${literal('ALERT_CHANNEL')} 값에 채널 ID를 넣고 봇을 재시작하세요.`,
  digestNotSetUp: () =>
    line`다이제스트가 꺼져 있습니다. 알림 채널이 없습니다. ${literal('ALERT_CHANNEL')} 값에 채널 ID를 넣고 봇을 재시작하세요.`,
  noCheckYet: '아직 저장된 체크가 없어 보여 드릴 내용이 없습니다. 1분 뒤 다시 시도하세요.',
  unknownAction: () =>
    line`이 버튼에 해당하는 알림이 없습니다. 오래된 메시지일 수 있습니다. 미해결 알림은 ${literal('/arb-alerts')} 에서 볼 수 있습니다.`,
  outageNotActionable:
    '모니터링 장애 알림은 확인하거나 스누즈할 수 없습니다. 재알림이 없고, 모니터링이 재개되면 자동으로 닫힙니다.',
  testQueued: (channel) =>
    line`테스트 알림을 ${mention(channel)} 채널로 보내는 중입니다. 몇 초 안에 안 오면 ${literal('/arb-alerts')} 에서 이유를 볼 수 있습니다.`,
};
