import type { RedisRole, StoreOutage, UnavailableReason } from '../../../src/redis/errors';
import { bold, joined, line, literal, mention, type TextSpan, time } from '../../blockKit/blocks';
import type { errors as en } from '../en/errors';
import { duration } from './units';

const SUBJECTS: Readonly<Record<RedisRole, string>> = { traders: 'Redis', store: 'arbwatch 저장소' };

const STATES: Readonly<Record<UnavailableReason, string>> = {
  unreachable: '연결 불가',
  slow: '응답 지연',
  loading: '준비 안 됨(로딩 중이거나 일부 다운)',
  refused: '요청 거부',
  out_of_memory: '쓰기 거부(메모리 부족)',
  too_few_replicas: '쓰기 거부(따라오는 복제본 부족)',
  not_saved: '쓰기 거부(디스크 저장 실패)',
  read_only: '쓰기 거부(읽기 전용 복제본)',
};

/** Each goes on with 까지 or with a comma. */
const UNTIL: Readonly<Partial<Record<UnavailableReason, (subject: string) => string>>> = {
  out_of_memory: (subject) => `${subject}에 메모리 여유가 생길 때`,
  too_few_replicas: (subject) => `${subject}에 복제본이 충분히 붙을 때`,
  not_saved: (subject) => `${subject}의 디스크 저장이 다시 될 때`,
  read_only: (subject) => `arbwatch가 ${subject}의 마스터에 다시 연결될 때`,
};

/** For whoever runs the bot; null where nothing but time or a restart of Redis helps. */
const REMEDIES: Readonly<Record<UnavailableReason, ((setting: string) => string) | null>> = {
  unreachable: null,
  slow: null,
  loading: null,
  refused: (setting) =>
    `${setting} 값이나 관련 설정의 사용자·비밀번호·DB 번호와 그 사용자의 읽기·쓰기 권한을 점검하세요.`,
  out_of_memory: () => 'maxmemory를 늘리거나 불필요한 데이터를 지우거나 arbwatch 전용 저장소를 따로 두세요.',
  too_few_replicas: () => '복제본 상태나 min-replicas-to-write 값을 점검하세요.',
  not_saved: () => 'Redis 서버의 디스크와 저장 실패 로그를 점검하세요.',
  read_only: (setting) => `${setting} 주소가 복제본입니다. 마스터 주소로 바꾸거나 Sentinel을 설정하세요.`,
};

/** `Redis 쓰기 거부(메모리 부족)`. */
const outage = ({ role, reason }: StoreOutage): string => `${SUBJECTS[role]} ${STATES[reason]}`;

const until = ({ role, reason }: StoreOutage): string =>
  UNTIL[reason]?.(SUBJECTS[role]) ?? `${SUBJECTS[role]}를 다시 쓸 수 있을 때`;

/** Whether what refuses this bot may refuse the traders, too. */
const refusesTraders = ({ role, reason }: StoreOutage): boolean => role === 'traders' && reason in UNTIL;

const orList = (parts: readonly TextSpan[][]): TextSpan[] =>
  parts.flatMap((part, i) => [...(i === 0 ? [] : [i === parts.length - 1 ? ' 또는 ' : ', ']), ...part]);

const didYouMean = (suggestion: TextSpan | null): TextSpan[] | null =>
  suggestion === null ? null : line`혹시 ${suggestion} 인가요? `;

/** What is said when something does not work, or is not allowed. */
export const errors: typeof en = {
  outage,
  until,
  refusesTraders,
  remedy({ role, reason }) {
    const remedy = REMEDIES[reason]?.(role === 'store' ? 'STORE_REDIS_URL' : 'REDIS_URL');
    return remedy === undefined ? null : `arbwatch 담당자: ${remedy}`;
  },
  outageFor: (what, ms, consequence) => `${what}, ${duration(ms)}째. ${consequence}`,
  outageHeading: (what) => bold(`⚠️ ${what}.`),
  outageSince: (since, ms) => line`${time(since)}부터 (${duration(ms)}).`,
  unseen: '트레이더 상태는 알 수 없습니다. 정상일 수 있습니다.',
  unstored: (why) =>
    `처리하지 못했습니다. ${until(why)}까지 저장할 수 없습니다. 알림은 메모리로 계속 나가고 /arb-status 는 응답합니다.`,
  internal: 'arbwatch 내부 오류입니다. 트레이더 상태와는 무관합니다.',
  reference: (id) => line`로그 참조 번호: ${literal(id)}.`,
  mayStillTakeEffect:
    '변경을 요청했다면 이미 반영됐을 수 있습니다. 다시 시도하기 전에 /arb-alerts 로 확인하세요.',
  overloaded: 'arbwatch가 지금 너무 바빠 요청을 시작하지 못했습니다.',
  tryAgain: '몇 초 뒤 다시 시도하세요. 트레이더 상태와는 무관합니다.',

  usage: (word, problem, expected, suggestion, usage) =>
    line`${word}${word === null ? '' : ': '}${problem}. 올바른 입력: ${expected}. ${didYouMean(suggestion === null ? null : literal(suggestion))}사용법: ${usage}`,

  unknownTarget: (mode, env, suggestion, names) =>
    line`${bold(env)} 환경에 ${mode === null ? '' : `${mode} `}트레이더가 없습니다. ${didYouMean(suggestion === null ? null : bold(suggestion))}${names === null ? '아직 발견된 트레이더가 없습니다.' : `있는 트레이더: ${names}.`}`,
  whichTarget: (mode, names) =>
    line`${bold(`어느 ${mode} 트레이더인가요? `)}여러 개입니다: ${names}. env까지 적어 주세요.`,
  otherTargets: (names) => `다른 트레이더: ${names}.`,

  help: {
    heading: (name, description) => `${name}: ${description}`,
    first: (name, description) => line`${bold(name)} ${description}`,
    usage: (usage) => line`사용법: ${usage}`,
    examples: '예시',
    example: (text, meaning) => line`${text} ${meaning}`,
    aliases: (words) => line`한국어로도 입력할 수 있습니다: ${words}.`,
    ephemeral: () => line`답은 나에게만 보입니다. 채널에 보이려면 ${literal('public')} 추가.`,
  },

  forbidden: (role, allowed) => {
    const may = role === 'viewer' ? '조회' : '실행';
    const people = allowed.map((id) =>
      /^[CG]/.test(id) ? line`${mention(id)} 채널 멤버` : line`${mention(id)} 님`,
    );
    return line`${may} 권한이 없습니다.${
      people.length === 0
        ? ' 따로 지정되지 않으면 이 워크스페이스 멤버만 쓸 수 있습니다.'
        : line` 요청할 사람: ${orList(people)}.`
    }`;
  },
  noOperators: () =>
    line`operator만 할 수 있는데 지정된 사람이 없습니다. 설정 ${literal('OPERATORS')} 값이 비어 있으니 봇 담당자에게 등록을 요청하세요.`,
  longSnooze: '확인과 최대 1시간 스누즈는 할 수 있습니다.',
  permissionUnknown: (groups, reason, canRetry) =>
    line`지금은 권한을 확인할 수 없습니다. Slack에서 ${joined(groups.map(mention), ', ')} 그룹 멤버를 알려 주지 않았습니다 (${literal(reason, 100)}). ${canRetry ? '1분 뒤 다시 시도하세요.' : '봇 담당자에게 알려 주세요.'}`,
};
