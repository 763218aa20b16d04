import { bold, line, literal, mention, slackDate, time } from '../../blockKit/blocks';
import type { common as en } from '../en/common';
import { count } from '../numbers';
import { counted } from './units';

/** What more than one kind of message says. */
export const common: typeof en = {
  missing: { not_reported: '보고 없음', not_understood: '해석 불가' },
  demo: {
    fallback: (text) => `데모 데이터: ${text}`,
    note: '🧪 *데모 데이터.* 실제 트레이더가 아닙니다.',
  },
  omitted: '… 메시지 하나에 다 담을 수 없어 이하 생략.',
  more: (n) => `외 ${count(n)}개`,
  names: (names, more) => (more === 0 ? names.join(', ') : `${names.join(', ')} 외 ${count(more)}개`),
  readAt: (at) => `${slackDate(at)} 기준`,
  observedAt: (at) => `${slackDate(at)} 관측`,
  realMoney: '실자금',
  breakerActive: '서킷 브레이커 작동 중',
  silenced: {
    muted: '음소거',
    snoozed: '스누즈',
    maintenance: '점검 중',
    snooze: '스누즈',
    mute: '음소거',
    quiet_hours: '방해 금지 시간',
  },
  openAlerts: (n) => counted('미해결 알림', n, '건'),
  problems: (n) => `${counted('값', n, '개')} 해석 불가`,
  moreProblems: (n) => `; 이 키에 ${count(n)}개 더 있음`,
  late: (detectedAt, deliveredAt, reason) =>
    line`${bold('지연 전송: ')}${time(detectedAt)} 감지, ${time(deliveredAt)} 전송${reason === null ? null : line` (${reason})`}.`,
  outsideThread: (what) =>
    line`${what === null ? '알림' : bold(what)} 스레드에 답글을 달 수 없어 여기에 올립니다:`,
  notSent: ({ kind, detail }) => {
    switch (kind) {
      case 'unreachable':
        return 'Slack 연결 불가';
      case 'rate_limited':
        return 'Slack 요청 제한';
      case 'channel':
        return `Slack이 채널을 거부: ${detail}`;
      case 'token':
        return `Slack이 봇 토큰을 거부: ${detail}`;
      default:
        return `Slack이 거부: ${detail}`;
    }
  },
  withoutLayout: (code) => `Slack의 거부로 서식 없이 표시합니다 (${code}).`,
  redirected: (channel, code) =>
    line`${mention(channel)} 채널에 보낼 메시지였으나 전송할 수 없었습니다 (${literal(code)}).`,
};
