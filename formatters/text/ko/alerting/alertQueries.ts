import {
  bold,
  joined,
  type Line,
  line,
  literal,
  mention,
  slackDate,
  type TextSpan,
  time,
} from '../../../blockKit/blocks';
import type { alertQueries as en } from '../../en/alerting/alertQueries';
import { count } from '../../numbers';
import { common } from '../common';
import { errors } from '../errors';
import { ago, counted, duration } from '../units';
import { by, until } from './by';
import { severityNames } from './severityNames';

const DAY_MS = 86_400_000;

const who = (actor: string | null): TextSpan[] =>
  actor === null ? ['arbwatch'] : line`${mention(actor)} 님`;

/** What somebody wants of an alert: as it is typed, and in words. */
const VERBS = {
  acknowledge: { typed: 'ack', meaning: '확인할까요' },
  snooze: { typed: 'snooze', meaning: '스누즈할까요' },
  unsnooze: { typed: 'unsnooze', meaning: '스누즈 해제할까요' },
  explain: { typed: 'why', meaning: '알아볼까요' },
  timeline: { typed: 'timeline', meaning: '볼까요' },
} as const;

/** What to do about a refusal, by the kind of it. */
const REMEDIES: Readonly<Record<string, string>> = {
  channel: '채널 보관을 해제하거나, 봇을 초대하거나, ALERT_CHANNEL 값을 다른 채널로 바꾸세요.',
  token: '앱을 다시 설치하고 새 토큰을 넣으세요.',
  message: '이 코드를 신고해 주세요. Slack이 받았어야 하는 메시지입니다.',
  other: 'Slack의 chat.postMessage 문서에서 이 코드를 찾아보세요. 현재 상황은 /arb-alerts 에 있습니다.',
};

const STATES: Readonly<Record<string, string>> = {
  open: '미확인',
  acknowledged: '확인됨',
  snoozed: '스누즈',
  recovered: '복구',
  muted: '음소거',
  closed: '종료',
};

/** The state of an alert; one of another version as it is. */
const stateText = (state: string): string => (Object.hasOwn(STATES, state) ? STATES[state] : null) ?? state;

const TUNING: Readonly<Record<string, string>> = { finished: '완료', stalled: '멈춤' };

const because = (code: string): Line => line`Slack 응답 ${literal(code, 100)}`;

/** What is said when somebody asks about alerts: which are open, and why something was sent or not. */
export const alertQueries: typeof en = {
  overview: {
    openList: '미해결',
    mutedList: '복구될 때까지 음소거',
    openAlerts: common.openAlerts,
    noAlert: (lastCheckAt, now) => `미해결 알림 없음; 마지막 체크 ${ago(lastCheckAt, now)}`,
    noCheck: '알림 없음, 아직 체크 전',
    lastCheck: (when) => `마지막 체크 ${slackDate(when)}`,
    noCheckYet: '아직 성공한 체크가 없습니다.',
    undelivered: (n, waitingMs) =>
      `${counted('미전송 메시지', n, '건')}${waitingMs === null ? '' : `, 최장 대기 ${duration(waitingMs)}`}`,
    incident: (what, since, ms, assignment) =>
      line`${bold(what)} ${time(since)}부터 (${duration(ms)}); ${assignment}`,
    more: '지난 알림: `/arb-alerts history`. 한 건 자세히: `/arb-alerts timeline` 뒤에 ID.',
    outageSince: (title, clock) => `${title}, 시작 ${clock}.`,
  },
  assignment: {
    open: '미확인',
    acknowledged: (userId) => line`확인됨${by(userId)}`,
    snoozed: (userId, when) => line`${until(when)}스누즈${by(userId)}`,
    recovered: (when) => line`${when && line`${time(when)} `}복구`,
    muted: '음소거',
    closed: '종료: 규칙 꺼짐',
    outage: 'Redis를 다시 읽으면 자동으로 닫힘',
    storeOutage: (why) => `${errors.until(why)} 자동으로 닫힘`,
  },
  which: {
    heading: (n, kind) => `어느 알림을 ${VERBS[kind].meaning}? ${count(n)}건 있습니다.`,
    choice: (kind, shortId, incident) =>
      line`${literal(`/arb-alerts ${VERBS[kind].typed} ${shortId}`)} ${incident}`,
    all: (kind) => line`operator는 한꺼번에도 됩니다: ${literal(`/arb-alerts ${VERBS[kind].typed} all`)}`,
  },
  pending: {
    unreadable: '이 버전이 읽을 수 없는 항목',
    alert: (what) => `알림 (${what})`,
    update: (what) => `알림 갱신 (${what})`,
    note: {
      acted: '알림 스레드 메시지 (처리 내역)',
      changed: '알림 스레드 메시지 (변화)',
      recovered: '알림 스레드 메시지 (복구)',
      reminder: '알림 스레드 메시지 (재알림)',
      paged: '알림 스레드 메시지 (호출)',
      page_failed: '알림 스레드 메시지 (호출 실패)',
      page_end_failed: '알림 스레드 메시지 (웹훅에 종료 전달 실패)',
      drill_over: '훈련 스레드 메시지 (훈련 종료)',
    },
    event: (title, target) => `${title} (${target})`,
    tuning: (what, session) => `튜닝 ${TUNING[what] ?? what} (${session})`,
    digest: '다이제스트',
    number: (n) => line`${literal(`${n}`)} `,
    line: (what, channel, waitingMs, tries, error) =>
      joined([
        what,
        channel === null ? null : line` → ${mention(channel)}`,
        waitingMs === null ? null : `, ${duration(waitingMs)} 대기`,
        tries === null ? ', 시도 전' : `, ${count(tries)}회 시도`,
        error === null ? null : line`: ${literal(error, 200)}`,
      ]),
    inDoubt: '; 이미 Slack에 있을 수 있어 찾아본 뒤 재전송',
    nextTry: (when) => line`; 다음 시도 ${time(when)}`,
  },
  undelivered: {
    list: (n) => `${counted('전송 포기한 메시지', n, '건')}, 아무에게도 전달되지 않음`,
    spoken: (n, critical) =>
      `${counted('메시지', n, '건')} 전송 실패${critical === 0 ? '' : `, 그중 긴급 ${count(critical)}건`}.`,
    about: (kind, what) => (what === null ? kind : `${kind} (${what})`),
    kinds: {
      incident: '알림',
      note: '알림 스레드 메시지',
      event: '이벤트',
      digest: '다이제스트',
      page: '호출',
      silence: '알림 중지 요약',
      configuration: '설정 변경',
      unreadable: '이 버전이 읽을 수 없는 항목',
    },
    critical: '긴급 ',
    line: (what, channel, since, droppedAt, byWhom, failure) =>
      joined([
        what,
        channel === null ? null : line` → ${mention(channel)}`,
        since === null ? null : line`, ${time(since)} 감지`,
        line`, ${time(droppedAt)} 포기`,
        by(byWhom),
        failure === null ? null : line`: ${because(failure.code)}`,
        '.',
        byWhom === null && failure !== null ? ` ${REMEDIES[failure.kind] ?? REMEDIES.other}` : null,
      ]),
    hint: (number) => `어차피 못 갈 메시지라면: \`/arb-alerts drop ${number}\` (전송 포기).`,
    dropped: (what, channel) =>
      line`전송 포기: ${what}${channel && line` → ${mention(channel)}`}. /arb-alerts 목록에 남습니다. 마침 전송 중이었다면 나타날 수 있습니다.`,
    nothing: (number, numbers) =>
      numbers.length === 0
        ? line`대기 중인 메시지가 없어 포기할 것이 없습니다.`
        : line`${literal(number, 20)}: 그 번호로 대기 중인 메시지가 없습니다. 이미 전송됐거나 번호가 다릅니다. 대기 중: ${numbers.slice(0, 10).join(', ')}.`,
  },
  activity: {
    line: (when, actor, what) => line`${time(when)} ${who(actor)}: ${what}`,
    who: (actor, what) => line`${who(actor)}: ${what}`,
    test: '테스트 알림 전송',
    drill: '훈련 시작',
    dropped: (code) => line`메시지 전송 포기${code && line` (Slack 거부 ${literal(code, 100)})`}`,
    unmuted: (name) => `복구되어 다시 모니터링: ${name ?? '타깃'}`,
    changed: (from, to) =>
      from === null ? (to === 'open' ? '발생' : stateText(to)) : `${stateText(from)} → ${stateText(to)}`,
    outage: '모니터링 장애',
    about: (rule, name) => (name === null ? rule : `${name} ${rule}`),
  },

  history: {
    heading: (n, ms, name) =>
      `${name === null ? '' : `${name}: `}최근 ${ms === DAY_MS ? '24시간' : duration(ms)} ${n === 0 ? '알림 없음' : counted('알림', n, '건')}`,
    incidents: '알림, 최신순',
    activity: '처리 내역, 최신순',
    closed: (what, since, ms, end, shortId) =>
      line`${bold(what)} ${time(since)}부터 ${duration(ms)}; ${end}${shortId && line` · ${literal(shortId)}`}`,
    acknowledgedAnd: (userId, end) => line`확인됨${by(userId)}, ${end}`,
    kept: '종료된 알림은 7일간 보관합니다. 한 건 자세히: `/arb-alerts timeline` 뒤에 ID.',
  },

  timeline: {
    heading: (shortId, what) => `타임라인 ${shortId}: ${what}`,
    zones: (zone) =>
      zone === 'UTC' ? ['시각은 UTC 기준.'] : line`시각은 UTC, 괄호 안은 ${literal(zone)} 기준.`,
    state: (severity, ms, assignment) =>
      line`심각도: ${severityNames[severity]}. 지속: ${duration(ms)}. 상태: ${assignment}.`,
    id: (id) => line`ID: ${literal(id)}`,
    began: (name, what) => line`${name}: ${what}`,
    recovered: (name) => `${name}: 복구`,
    openedWithoutEntry: 'arbwatch: 발생',
    closedWithoutEntry: 'arbwatch: 종료',
    posted: (channel, isUpToDate) =>
      line`arbwatch: ${mention(channel)} 채널에 전송, ${isUpToDate ? '최신 상태' : '변경분 전송 대기'}`,
    notPosted: '알려진 바로는 Slack에 전송되지 않았습니다.',
    event: (when, what) => line`${when}  ${what}`,
    pending: '미전송',
    incomplete: '감사 로그에 이 알림의 처음 부분이 남아 있지 않아 앞 단계가 빠져 있습니다.',
    page: (page, pages, next) =>
      line`${`${page}`}/${`${pages}`} 페이지.${next && line` 다음: ${literal(next)}`}`,
    noPage: (page, pages) => `${count(page)}페이지는 없습니다. 타임라인은 ${count(pages)}페이지까지입니다.`,
  },

  explain: {
    alerts: '알림',
    suppressed: '보내지 않은 것과 이유',
    pending: '미전송',
    rules: '규칙별 마지막 판정',
    rulesOff: (names) => [`꺼져 있어 판정하지 않는 규칙: ${names.join(', ')}.`],
    activity: '처리 내역',
    asked: (when) => `${slackDate(when)} 조회`,
    neverSeen: (name) => `${name}: 본 적 없음`,
    redisUnavailable: (name, openAlerts) => `${name}: 알 수 없음, Redis 읽기 불가 · ${openAlerts}`,
    noOpenAlert: '미해결 알림 없음',
    lastCheck: (when) => line`마지막 정상 체크: ${time(when)}.`,
    monitoredSince: (when) => line`${time(when)}부터 끊김 없이 모니터링 중.`,
    rule: (rule, when, reason) => line`${bold(rule)} ${time(when)}: ${reason}`,
    outage: (since) => line`전체: ${time(since)}부터 Redis를 읽지 못해 체크하지 못했습니다.`,
    storeOutage: (why, since) =>
      line`${time(since)}부터 저장 불가: ${errors.outage(why)}. 알림은 메모리로 계속 나갑니다.`,
    muted: '전체: 복구될 때까지 음소거.',
    heldBack: (title, held) => line`“${title}”${held}.`,
    acknowledged: (title, userId) => line`“${title}” 재알림: 확인됨${by(userId)}.`,
    snoozed: (title, userId, when) => line`“${title}” 재알림: ${until(when)}스누즈${by(userId)}.`,
    nextReminder: (title, when) =>
      line`“${title}” 재알림: 그 전에 아무도 확인하지 않으면 ${time(when)}에 나갑니다.`,
    notSentYet: '; 아직 미전송',
    sent: (channel, when, isUpToDate) =>
      line`; ${mention(channel)} 채널에 ${time(when)} 전송, ${isUpToDate ? '최신 상태' : '변경분 전송 대기'}`,
  },
};
