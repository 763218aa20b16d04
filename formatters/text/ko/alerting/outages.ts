import { line, time } from '../../../blockKit/blocks';
import type { outage as en } from '../../en/alerting/outages';
import { errors } from '../errors';

const usualTime = '트레이더마다 평소 대기 시간만큼 생존 신호를 다시 기다린 뒤 알립니다.';

/** What the message of an outage of the monitoring itself says. */
export const outage: typeof en = {
  lasting: (lastCheckAt) => [
    line`마지막 정상 체크: ${time(lastCheckAt)}.`,
    [
      '트레이더가 다운돼도 알림이 나가지 않으니 직접 점검하세요. Redis를 다시 읽을 때까지 다운·복구 알림은 나가지 않습니다.',
    ],
  ],
  over: (from, to) => [
    line`${time(from)}부터 ${time(to)}까지 체크 실패.`,
    [`그동안 트레이더 상태는 알 수 없습니다. ${usualTime}`],
  ],
  storeLasting: (why, lastCheckAt) => [
    line`${errors.outage(why)}. 마지막으로 저장된 체크: ${time(lastCheckAt)}.`,
    [
      `알림은 이 인스턴스의 메모리로 계속 나가며, 재시작하면 메모리는 사라집니다. ${errors.until(why)}까지 확인·스누즈·음소거는 보류됩니다.`,
    ],
    ...(errors.refusesTraders(why)
      ? [
          [
            '트레이더도 쓰기가 막혀 모두 다운으로 보일 수 있습니다. 그래서 트레이더의 쓰기가 하나도 보이지 않는 동안에는 다운·복구 알림을 보내지 않습니다.',
          ],
        ]
      : []),
  ],
  storeOver: (why, from, to) => [
    line`${time(from)}부터 ${time(to)}까지 저장 실패: ${errors.outage(why)}.`,
    [
      errors.refusesTraders(why)
        ? `트레이더의 쓰기가 보이는 동안 알림은 메모리로 계속 나갔고, 이제 저장됐습니다. ${usualTime}`
        : '그동안 알림은 메모리로 계속 나갔고, 이제 저장됐습니다.',
    ],
  ],
};
