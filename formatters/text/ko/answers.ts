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
    choose: '골라서 보기…',
    alerts: '미해결 알림',
    targets: '트레이더 선택',
    sessions: '세션 선택',
  },
  sessionOf: (session) => `${session} 진행률`,
  statusOf: (target) => `${target} 상태`,
  unknownButton:
    'arbwatch가 모르는 버튼입니다. 다른 버전에서 보낸 메시지일 수 있습니다. /arb-status 로 다시 조회하세요.',
  picker: {
    title: '무엇을 볼까요?',
    show: '보기',
    target: '트레이더',
    session: '튜닝 세션',
    period: '기간',
    allTargets: '모든 트레이더',
    now: '현재',
    more: (count, command) =>
      `여기에 다 나오지 않는 항목이 ${count}개 더 있습니다: ${command} 뒤에 이름을 입력하세요.`,
    oneToLookBack: '지난 기간을 보려면 트레이더를 하나 고르세요. 아니면 기간을 현재로 두세요.',
    nothing: {
      target: '아직 확인된 트레이더가 없어 고를 수 없습니다.',
      session: '고를 수 있는 튜닝 세션이 없습니다.',
    },
    notOpened: (command) =>
      `Slack이 제때 창을 열지 못했습니다. 골라서 보기… 를 다시 누르거나, ${command} 뒤에 보고 싶은 것을 입력하세요.`,
  },
  sentApart: '요청하신 자리에는 Slack이 더 이상 답을 받지 않아, 나에게만 보이는 새 메시지로 보냅니다.',
};
