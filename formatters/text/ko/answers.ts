import type { answers as en } from '../en/answers';

/** What stands on and beside the buttons of an answer. */
export const answers: typeof en = {
  button: {
    refresh: '새로 고침',
    '24h': '24시간',
    '7d': '7일',
    '30d': '30일',
    follow: '지켜보기',
    share: '채널에 공유',
    alerts: '미해결 알림',
    targets: '트레이더 선택',
    sessions: '세션 선택',
  },
  sessionOf: (session) => `${session} 진행률`,
  statusOf: (target) => `${target} 상태`,
  unknownButton:
    'arbwatch가 모르는 버튼입니다. 다른 버전에서 보낸 메시지일 수 있습니다. /arb-status 로 다시 조회하세요.',
  sentApart: '요청하신 자리에는 Slack이 더 이상 답을 받지 않아, 나에게만 보이는 새 메시지로 보냅니다.',
};
