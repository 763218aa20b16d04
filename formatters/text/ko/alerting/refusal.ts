import { line, mention, time } from '../../../blockKit/blocks';
import type * as en from '../../en/alerting/refusal';
import { drill } from '../paging/drill';
import { escalation } from '../paging/escalation';

const REFUSAL = {
  unknown: '더 이상 관리하지 않는 알림입니다. 며칠 전에 끝났습니다.',
  not_about_heartbeat: '하트비트 관련 알림이 아닙니다.',
  not_mutable: 'Redis 관련 알림입니다. Redis는 항상 모니터링하므로 음소거할 수 없고, 스누즈는 됩니다.',
  not_snoozed: '스누즈 상태가 아닙니다.',
  no_silence: '해제할 알림 중지가 없습니다.',
  too_many_silences:
    '알림 중지가 이미 200개입니다. 먼저 일부를 해제하세요. 목록은 /arb-alerts muted 에서 볼 수 있습니다.',
  conflict: '동시에 다른 사람이 처리해 저장되지 않았습니다. 다시 시도하세요.',
  ...drill.refusal,
  not_ready: '아직 저장된 체크가 없어 처리할 수 없습니다. 1분 뒤 다시 시도하세요.',
};

const ENDED = {
  recovered: '복구됐습니다',
  muted: '음소거됐습니다',
  closed: '규칙이 꺼져 종료됐습니다',
};

/** Why something cannot be done, or need not. */
export const refusal: typeof en.refusal = (why) => {
  switch (why.kind) {
    case 'closed':
      return line`${time(why.closedAt)}에 이미 ${ENDED[why.how]}. 더 할 일이 없습니다.`;
    case 'drill_running':
      return drill.running(why.by, why.since);
    case 'already_acknowledged':
      return why.isYou || why.by === null
        ? ['이미 확인한 알림입니다.']
        : line`${mention(why.by)} 님이 이미 확인했습니다.`;
    case 'no_on_call':
      return escalation.duty.notSetUp();
    case 'no_swap':
      return [escalation.duty.noSwap];
    case 'already_on_call':
      return escalation.duty.alreadyOnCall(why.userId, why.until);
    case 'in_the_past':
      return line`${time(why.until)}까지 스누즈할 수 없습니다. 이미 지난 시각입니다.`;
    default:
      return [REFUSAL[why.kind]];
  }
};
