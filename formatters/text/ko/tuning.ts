import { bold, line, literal, minuteTime, slackDate, time } from '../../blockKit/blocks';
import type { tuning as en } from '../en/tuning';
import { count, percentage, twoDigits } from '../numbers';
import { ago, counted, duration } from './units';

const failed = (n: number): string => `실패 ${count(n)}회`;
const of = (ended: number, total: number): string => `${count(ended)}/${count(total)}회`;
const iterationsOf = (n: number): string => counted('이터레이션', n, '회');

const eviction = (policy: string): string =>
  `이 Redis는 키를 제거합니다 (${policy}). 이터레이션이 빠져 실제보다 적게 보일 수 있습니다.`;

/** How far tuning sessions are. */
export const tuning: typeof en = {
  /** `튜닝 세션 없음`, or `live local 튜닝 세션 없음` where only those were looked through. */
  none: (place) => `${place === '' ? '' : `${place} `}튜닝 세션 없음`,
  noneInRedis: (none) => `Redis에 ${none}.`,
  noneCalled: (none, text) => line`${text}: 이 이름이거나 이렇게 시작하는 ${none}.`,
  mayHaveBeenEvicted: (policy) => `이 Redis는 키를 제거합니다 (${policy}). 세션이 있었을 수 있습니다.`,
  didYouMean: '혹시 이 세션인가요?',
  didYouMeanOne: (session) => line` 혹시 ${literal(session)} 인가요?`,
  recentOnes: (command) => line`최근 세션: ${literal(command)}`,
  couldBe: (n, prefix, examples) =>
    line`${literal(prefix)}: 해당하는 ${counted('세션', n, '개')}${examples && line` (예: ${examples})`}. ID를 더 길게 쓰거나 mode와 env를 함께 쓰세요.`,
  whichOne: '어느 세션인가요?',
  /** A session by its id, and by the name that somebody gave it. */
  called: (id, name) => (name === null ? [id] : line`${name} · ${id}`),
  listed: (session, shortId) => line`${session} · 입력: ${shortId}`,
  modeNotReported: (env) => `mode 보고 없음, ${env}`,

  title: (parts) => `튜닝: ${parts.join(' · ')}`,
  heading: (n) => `튜닝: ${counted('최근 세션', n, '개')}`,
  older: (n) => `${counted('지난 세션', n, '개')} 더 있음`,
  workers: (n) => counted('워커', n, '개'),
  newest: (n, session, place, progress) =>
    `${counted('튜닝 세션', n, '개')} 중 최신: ${session} (${place}), ${progress}.`,

  done: (percent) => `${percentage(percent)} 진행`,
  finished: (failures) => `완료${failures === 0 ? '' : `, ${failed(failures)}`}`,
  tooMuch: (percent) => `${percentage(percent)}, 총 횟수 초과`,
  totalUnknown: '총 횟수 모름',
  iterations: (ended, total, isPlanned) =>
    total === null ? iterationsOf(ended) : `${of(ended, total)}${isPlanned ? ' (계획)' : ''}`,
  figures: (percent, iterations) =>
    percent === null ? `${iterations}, 총 횟수 모름` : `${percentage(percent)} · ${iterations}`,
  ended: '종료',
  runningAgain: '다시 진행 중',

  lastIteration: (at, now) => `마지막 이터레이션 ${ago(at, now)}`,
  lastIterationUnknown: '마지막 이터레이션 시각 보고 없음',
  noIterationFor: (ms) => `${duration(ms)}째 이터레이션 없음`,
  lastInFuture: (ms) => `마지막 이터레이션 시각이 ${duration(ms)} 미래입니다. TUNING_TIMEZONE을 점검하세요.`,
  moreThanTotal: '이터레이션이 총 횟수보다 많습니다. 총 횟수를 맞게 입력했나요?',
  plannedMoreThanTotal: (n) => `작업이 계획한 이터레이션은 ${count(n)}회로, 입력한 총 횟수보다 많습니다.`,
  plannedByLastJobs: (n) => `워커의 마지막 작업이 계획한 이터레이션 ${count(n)}회.`,
  plannedAtLeast: (n) => `끝난 작업 기준 계획 이터레이션 최소 ${count(n)}회.`,
  eviction,

  notSuccessful: '실패',
  /** `작업 2개 FAILED`, `작업 3개 CANCELLED 또는 FAILED`. */
  failedJobs: (n, statuses) => `${counted('작업', n, '개')} ${statuses.join(' 또는 ')}`,
  failedJob: (status, returnCode) => `${status}${returnCode === null ? '' : `, 종료 코드 ${returnCode}`}`,
  workerNotReported: '워커 보고 없음',
  moreJobs: (n) => `${counted('작업', n, '개')} 더 있음`,
  moreWorkers: (n) => `${counted('워커', n, '개')} 더 있음`,

  /** An estimate: it ends between the two. */
  ends: (from, to, withDay) => line`예상 종료 ${minuteTime(from, withDay)}–${minuteTime(to, withDay)}`,
  left: (leastMs, mostMs) =>
    leastMs <= 0
      ? `길어야 약 ${duration(mostMs)} 남음.`
      : `약 ${duration(leastMs)}–${duration(mostMs)} 남음.`,
  tooEarly: (worker, ended, needed) =>
    line`아직 종료 시각을 추정할 수 없음: 워커 ${worker}, 필요한 이터레이션 ${count(needed)}회 중 ${count(ended)}회 완료.`,
  noEndStalled: '멈춤: 진행 중인 워커가 없어 종료 시각을 추정할 수 없습니다.',
  noEndQuiet: (ms) => `종료 시각 추정 불가: ${duration(ms)}째 끝난 이터레이션 없음.`,
  slowestIs: (worker, perHour) =>
    line`가장 느린 워커: ${worker}${perHour === null ? '' : `, 시간당 약 ${twoDigits(perHour)}회`}`,
  idle: (workers) => line`쉬는 워커: ${workers}`,
  idleWorker: '쉼',
  rate: twoDigits,
  rateUnknown: '모름',

  columns: { worker: '워커', done: '완료', rate: '시간당', last: '마지막' },
  workerDone: (ended, failures) => `${count(ended)}회${failures === 0 ? '' : ` (${failed(failures)})`}`,
  ago,
  slowest: (shown, all, least, most) =>
    `워커 ${count(all)}개 중 느린 ${count(shown)}개 (워커당 ${count(least)}–${count(most)}회)`,
  missing: '빠진 이터레이션',
  lacks: (worker, ranges) => line`${worker}: 빠진 번호 ${ranges}`,

  run: (n) => `${count(n)}번째 실행입니다.`,
  ranTimes: (n) => `${count(n)}번 실행됨. 가장 최근 실행입니다.`,
  earlierRuns: (n, workers) =>
    `이전 실행의 ${iterationsOf(n)} 제외${workers === null ? '' : `. 전부 제외된 워커: ${workers}`}.`,
  withoutStatus: '상태 없음',
  notCompleted: (statuses) => `완료되지 않음: ${statuses}.`,
  furtherFields: (names) => `이터레이션의 다른 필드: ${names}.`,
  setTotal: (command) => line`총 횟수 입력: ${literal(command, 120)}`,
  firstIterationAt: (at) => `첫 이터레이션 ${slackDate(at)}`,
  lastIterationAt: (at) => `마지막 이터레이션 ${slackDate(at)}`,

  session: (id, place) => `튜닝 세션 ${id} (${place})`,
  noData: (session, place) =>
    line`세션 ${session}: 보고 없음. Redis에 이터레이션도 작업도 없습니다 (${place}).`,
  /** What stands between a session and its iterations: `진행 중, 80 % 진행,`. */
  clause: {
    finished: (progress) => `${progress},`,
    ended: '종료,',
    running: '진행 중,',
    runningOf: (progress) => `${progress},`,
    again: '다시 진행 중,',
    againOf: (progress) => `다시 진행 중, ${progress},`,
  },
  sentence: (session, clause, iterations, workers, last) =>
    `${session}: ${clause} ${iterations}, ${counted('워커', workers, '개')}${last === null ? '' : `, ${last}`}.`,

  /** An event: `🏁 튜닝 완료: d28 · paper docker`. */
  event: (mark, how, session, place, run) =>
    line`${bold(`${mark} 튜닝 ${how.join(', ')}: `)}${session} · ${place}${run > 1 ? ` · ${count(run)}번째 실행` : ''}`,
  sessionNotNamed: '세션 이름 없음',
  stalled: '멈춤',
  justFinished: '완료',
  failed,
  stalledSince: (ms, at) => line`${time(at)}부터${ms === null ? '' : ` ${duration(ms)}째`} 이터레이션 없음. `,
  completed: (n, total) => `${total === null ? iterationsOf(n) : `이터레이션 ${of(n, total)}`} 완료.`,
  ran: (ms, failures) =>
    `${failures === 0 ? '실패 없음' : failed(failures)}. 첫 이터레이션부터 마지막까지 ${duration(ms)}.`,
  iterationsNotReported: '이터레이션 보고 없음.',
  /** Naming a session. */
  naming: {
    named: (id, name, before) =>
      line`세션 ${literal(id)} 이름: ${literal(name)}${before === null ? null : line` (이전: ${literal(before)})`}. 모두에게 이 이름으로 보이고, ID 대신 입력할 수 있습니다.`,
    removed: (id, before) => line`세션 ${literal(id)} 이름을 지웠습니다 (이전: ${literal(before)}).`,
    hasNone: (id) => line`세션 ${literal(id)}: 이름 없음.`,
    already: (id, name) => line`세션 ${literal(id)} 이름은 이미 ${literal(name)} 입니다.`,
    taken: (name) =>
      line`${literal(name)}: 다른 세션의 이름입니다. 다른 이름을 쓰거나 ${literal('/arb-tuning unname')} 명령으로 그 이름을 지우세요.`,
    tooMany: (most) => [
      `이름은 세션 ${count(most)}개까지 붙일 수 있습니다. /arb-tuning unname 명령으로 몇 개 지우세요.`,
    ],
    conflict: ['방금 다른 사람이 이름을 바꿨습니다. 아무것도 바꾸지 않았으니 확인하고 다시 시도하세요.'],
    activity: (id, name) =>
      name === null
        ? line`세션 ${literal(id, 40)} 이름 삭제`
        : line`세션 ${literal(id, 40)} 이름 지정: ${literal(name)}`,
  },
};
