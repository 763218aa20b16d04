import type { DrillEnd } from '../../../../src/alerting/drill/drill';
import { bold, line, mention, time } from '../../../blockKit/blocks';
import type { drill as en } from '../../en/paging/drill';
import { count } from '../../numbers';
import { duration } from '../units';
import { escalation } from './escalation';

const ENDED: Readonly<Record<DrillEnd, string>> = {
  acknowledged: '확인됨',
  expired: '아무도 확인하지 않음',
  real_alert: '실제 알림 발생',
};

/** Whom a step is to page, before that is known. */
const target: typeof en.target = (notify) => {
  if (notify === 'on_call') return ['온콜 담당자'];
  return notify === 'on_call_next' ? ['다음 온콜 담당자'] : escalation.via(notify);
};

/** `/arb-alerts drill`: each text begins with 훈련, so that nobody takes it for an alert. */
export const drill: typeof en = {
  title: '[훈련] 실제 상황이 아닙니다',
  overTitle: (ms) => `[훈련] ${duration(ms)} 만에 종료: 실제 상황이 아니었습니다`,
  begun: (by, when, endsAt) =>
    line`${mention(by)} 님이 ${time(when)}에 시작한 알림 전달 훈련입니다. 확인을 누르면 끝나고, ${time(endsAt)}에 자동으로 끝납니다.`,
  acknowledgedBy: (userId) =>
    userId === null ? ['누군가 확인했습니다.'] : line`${mention(userId)} 님이 확인했습니다.`,
  ended: { expired: '아무도 확인하지 않았습니다.', real_alert: '실제 알림이 발생해 중단했습니다.' },
  stepsTitle: '에스컬레이션 단계:',
  noSteps: '에스컬레이션 설정이 없어 이 채널 외에는 아무도 호출하지 않습니다.',
  step: (who, what) => line`${who}: ${what}`,
  target,
  outcome: {
    sent: (when) => line`${time(when)} 전송`,
    failed: (code) => line`${bold('미도달: ')}${escalation.because(code)}`,
    unconfirmed: ['전송 결과 확인 전'],
    nobody: [bold('미도달: '), '대상 없음'],
    due: (when) => line`${time(when)} 예정`,
    notDue: ['그 전에 훈련이 끝나 호출 안 함'],
  },
  thread: {
    mark: bold('[훈련] '),
    over: (ms, end) => bold(`[훈련] ${duration(ms)} 만에 종료: ${ENDED[end]}. 실제 상황이 아니었습니다.`),
  },
  inChannel: (channel) => line`훈련 위치: ${mention(channel)}.`,
  running: (userId, since) =>
    line`${time(since)}부터 훈련 중입니다${userId === null ? null : line` (시작: ${mention(userId)} 님)`}. 훈련은 한 번에 하나만 됩니다. 먼저 확인을 눌러 끝내세요.`,
  refusal: {
    not_for_drill: '훈련 알림은 확인만 할 수 있고, 확인하면 끝납니다.',
    alert_open: '아무도 확인하지 않은 긴급 알림이 있어 훈련할 수 없습니다. 그 알림부터 확인하세요.',
  },
  response: {
    begun: (channel) =>
      line`${bold('[훈련] 시작:')} ${mention(channel)}. 그 채널에서 확인을 누르면 끝납니다.`,
    steps: (n) => `아무도 확인하지 않으면 에스컬레이션 ${count(n)}단계가 이어집니다.`,
    noSteps: '에스컬레이션 설정이 없어 아무도 호출하지 않습니다. 채널 메시지만 테스트합니다.',
  },
};
