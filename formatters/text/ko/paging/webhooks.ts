import { line, time } from '../../../blockKit/blocks';
import type { webhooks as en } from '../../en/paging/webhooks';
import { severityNames } from '../alerting/severityNames';
import { duration } from '../units';

/** What webhooks send to phones and to other services: it must make sense without Slack. */
export const webhooks: typeof en = {
  title: {
    trigger: (severity, what) => `${severityNames[severity]} · ${what}`,
    acknowledged: (what) => `확인됨 · ${what}`,
    ended: (what) => `종료 · ${what}`,
  },
  since: (when) => line`${time(when)}부터.`,
  unacknowledged: (ms) => `${duration(ms)}째 미확인.`,
  link: 'Slack에서 알림 열기',
  drill: '[훈련] 알림 전달 테스트',
  drillText: '[훈련] 실제 상황이 아닙니다. 확인하면 훈련이 끝납니다.',
};
