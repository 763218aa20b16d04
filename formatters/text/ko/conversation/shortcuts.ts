import type { shortcuts as en } from '../../en/conversation/shortcuts';

/** What the shortcuts of Slack's menus say. */
export const shortcuts: typeof en = {
  fleet: '전체 현황',
  close: '닫기',
  reading: '트레이더 상태를 읽는 중입니다 …',
  unknown:
    '이 버전의 arbwatch에는 없는 바로가기입니다. 봇 담당자에게 알려 주세요: Slack 앱의 바로가기가 manifest.yml과 다릅니다.',
  noAlert: 'arbwatch 알림이 아니거나, 너무 오래되어 남은 기록이 없는 알림입니다.',
};
