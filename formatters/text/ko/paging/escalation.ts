import type { PageVia } from '../../../../src/alerting/escalation/pageVia';
import {
  bold,
  joined,
  type Line,
  line,
  literal,
  mention,
  type TextSpan,
  time,
} from '../../../blockKit/blocks';
import type { escalation as en } from '../../en/paging/escalation';
import { count } from '../../numbers';
import { severityNames } from '../alerting/severityNames';
import { duration } from '../units';

const WEBHOOK_NAME_LENGTH = 60;

/** `@somebody 님 DM`, `웹훅 pagerduty`. */
const via = (how: PageVia): Line =>
  'dm' in how ? line`${mention(how.dm)} 님 DM` : line`웹훅 ${literal(how.webhook, WEBHOOK_NAME_LENGTH)}`;

/** The same in as few words as may be. */
const who = (how: PageVia): TextSpan =>
  'dm' in how ? mention(how.dm) : literal(how.webhook, WEBHOOK_NAME_LENGTH);

const FOLLOWS = { next: '지금 다음 단계로 넘어갑니다.', nobody: '더 호출할 사람이 없습니다.' };

/** Slack's words for why somebody cannot be paged, in ours. */
const REFUSED: Readonly<Record<string, string>> = {
  user_not_found: '없는 사용자',
  user_disabled: '비활성화된 계정',
  account_inactive: '비활성화된 계정',
  channel_not_found: '없는 사용자이거나 봇이 메시지를 보낼 수 없음',
  cannot_dm_bot: '봇 계정',
  messages_tab_disabled: '앱 DM이 꺼져 있음. manifest.yml 참고',
  not_configured: '설정되지 않은 웹훅',
  ECONNREFUSED: '해당 주소에서 응답하는 서버 없음',
  ENOTFOUND: '호스트를 찾을 수 없음',
};

const because = (code: string): Line => {
  const known = Object.hasOwn(REFUSED, code) ? REFUSED[code] : undefined;
  return known === undefined ? [literal(code, 100)] : line`${known} (${literal(code)})`;
};

/** Escalation: who is paged about an alert that nobody has acknowledged. */
export const escalation: typeof en = {
  via,
  because,
  thread: {
    paged: (how, ms) => line`📟 호출: ${via(how)}. ${duration(ms)}째 미확인.`,
    failed: (how, code, follows, againAt) =>
      line`${bold('⚠️ 호출 실패: ')}${via(how)}, ${because(code)}.${againAt ? line` 아무에게도 닿지 않아 ${time(againAt)}에 첫 단계를 다시 시도합니다.` : follows && ` ${FOLLOWS[follows]}`}`,
    endFailed: (how, event, code) =>
      line`${bold('⚠️ 계속 울릴 수 있음: ')}${via(how)}, ${event === 'resolve' ? '종료' : '확인'} 전달 실패: ${because(code)}.`,
  },
  /** Behind `미확인`. */
  standing: {
    paged: (all) => line`; 호출 ${joined(all.map(who), ', ')}`,
    failed: (how, code) => line`; 호출 실패 ${who(how)}: ${because(code)}`,
    next: (when) => line`; 다음 호출 ${time(when)}`,
    finished: '; 더 호출할 사람 없음',
  },
  page: {
    /** `🚨 긴급 · 다운: live docker`. */
    title: (severity, what) => `🚨 ${severityNames[severity]} · ${what}`,
    inChannel: (channel) => line`알림 위치: ${mention(channel)}.`,
    since: (since, ms) => line`${time(since)}부터. ${duration(ms)}째 미확인.`,
    began: (since) => line`${time(since)}부터.`,
    asked: '요청하신 조건에 맞는 알림입니다. 바꾸려면 /arb me를 입력하세요.',
    todo: '직접 대응한다면 확인을 누르세요. 그러면 다른 사람은 호출하지 않습니다.',
    outage: '장애 알림은 확인할 수 없습니다. Redis를 다시 쓸 수 있으면 닫힙니다.',
    link: '알림 열기',
    test: '알림 전달 테스트입니다. 잘 도착했습니다.',
    testTodo: '확인을 누르면 훈련이 끝납니다.',
    acknowledged: '확인했습니다. 다른 사람은 호출하지 않습니다.',
  },
  duty: {
    now: (userId, insteadOf, until) =>
      line`${bold('현재 온콜:')} ${mention(userId)} 님${insteadOf === null ? null : line` (${mention(insteadOf)} 님 대신)`}, ${time(until)}까지.`,
    next: (userId, from) => line`${bold('다음:')} ${mention(userId)} 님, ${time(from)}부터.`,
    changedNow: '변경했습니다. 알림 채널에도 알렸습니다.',
    heading: '온콜',
    changed: (userId, before, until, by) =>
      line`온콜: ${mention(userId)} 님, ${time(until)}까지${before === userId ? null : line` (${mention(before)} 님 대신)`}. 변경: ${mention(by)} 님.`,
    notSetUp: () =>
      line`온콜 담당자가 없습니다. ${literal('arbwatch.yaml')} 파일에 ${literal('on_call')} 항목을 넣고 봇을 재시작하세요.`,
    alreadyOnCall: (userId, until) => line`${mention(userId)} 님이 이미 온콜입니다 (${time(until)}까지).`,
    noSwap: '해제할 온콜 교체가 없습니다. 지금 순번대로입니다.',
  },
  pending: (how, what) => ('dm' in how ? `호출 DM (${what})` : `웹훅 호출 ${how.webhook} (${what})`),
  activity: {
    paged: (how) => line`호출: ${via(how)}`,
    failed: (how, code) => line`호출 실패: ${via(how)}, ${because(code)}`,
    swapped: (userId, until) => line`온콜 교체: ${mention(userId)} 님, ${time(until)}까지`,
    swapEnded: '온콜 교체 해제',
    skipped: (step) => `에스컬레이션 ${count(step)}단계 건너뜀: 뒤 단계 시각도 지남`,
  },
};
