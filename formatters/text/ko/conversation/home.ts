import { bold, line } from '../../../blockKit/blocks';
import type { home as en } from '../../en/conversation/home';

const MAY = {
  viewer: 'viewer (트레이더와 알림 조회)',
  responder: 'responder (알림 확인, 최대 1시간 스누즈)',
  operator: 'operator (음소거, 점검 설정, 테스트 실행)',
} as const;

/** What stands in the Home tab. */
export const home: typeof en = {
  change: (change) => line`24시간 변동: ${bold(change)}`,
  noChange: '24시간 변동: 잔고 기록 없음.',
  yours: '내 미해결 알림',
  others: '그 외 미해결 알림',
  noAlerts: '미해결 알림이 없습니다.',
  notChecked: '아직 체크 전이라 미해결 알림이 있는지 알 수 없습니다.',
  roles: (roles) => `내 역할: ${roles.map((role) => MAY[role]).join('; ')}.`,
  more: '알림 처리 방법은 /arb-alerts 에 있습니다.',
};
