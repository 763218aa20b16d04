import type { Activator } from '../../../src/alerting/configuration/activeConfiguration';
import { bold, line, literal, mention, type TextSpan, time } from '../../blockKit/blocks';
import type { configuration as en } from '../en/configuration';
import { counted } from './units';

const VALUE_LENGTH = 150;
const PATH_LENGTH = 100;
const HOST_LENGTH = 60;

const SECRET = { set: '비밀값 설정', changed: '비밀값 변경', removed: '비밀값 삭제' } as const;

const value = (text: string | null | undefined): TextSpan => {
  if (text === undefined) return '미설정';
  return text === null || text === '' ? '빈 값' : literal(text, VALUE_LENGTH);
};

const values = (items: readonly string[]): TextSpan[] =>
  items.flatMap((item, i) => [i === 0 ? '' : ', ', literal(item, VALUE_LENGTH)]);

const change: typeof en.change = (of) => {
  const name = line`${bold(of.path.slice(0, PATH_LENGTH))}: `;
  switch (of.kind) {
    case 'value':
      return [...name, value(of.from), ' → ', value(of.to)];
    case 'secret':
      return [...name, SECRET[of.is]];
    case 'order':
      return [...name, '순서 변경: ', ...values(of.items)];
    case 'list': {
      const { removed, added } = of;
      if (removed.length === 1 && added.length === 1)
        return [...name, ...values(removed), ' → ', ...values(added)];
      return [
        ...name,
        ...(added.length === 0 ? [] : ['추가 ', ...values(added)]),
        added.length > 0 && removed.length > 0 ? '; ' : '',
        ...(removed.length === 0 ? [] : ['삭제 ', ...values(removed)]),
      ];
    }
  }
};

const HOW: Readonly<Record<Exclude<Activator['how'], 'command'>, string>> = {
  start: '이 설정으로 인스턴스 시작',
  file: '설정 파일 변경',
  signal: 'SIGHUP 수신',
};

const CAUSE: Readonly<Record<Activator['how'], string>> = {
  start: '시작 시 적용',
  file: '파일 변경',
  signal: 'SIGHUP',
  command: '/arb reload',
};

/** `@Olive 님, /arb reload, arbwatch-1`. */
const by = ({ how, userId, host }: Activator): TextSpan[] => [
  ...(how === 'command' ? line`${userId && line`${mention(userId)} 님, `}/arb reload` : [HOW[how]]),
  ...(host === null ? [] : line`, ${literal(host, HOST_LENGTH)}`),
];

const generation = (n: number | null): string => (n === null ? '알 수 없음' : `${n}`);

/** The configuration: that it was changed or refused, and what an instance says of its own. */
export const configuration: typeof en = {
  changed: (n) => `설정 변경: ${counted('항목', n, '개')}`,
  change,
  why: (activator, n) => line`${by(activator)}. 설정 버전 ${generation(n)}.`,
  needsRestart: (names) => line`${bold('재시작 필요')}, 그때까지 이전 값 유지: ${values(names)}.`,
  refused: (n) => `설정 거부: ${counted('문제', n, '건')}`,
  refusedWhy: (activator) => line`${by(activator)}.`,
  keeps: '바뀐 것은 없습니다. 봇은 기존 설정으로 계속 동작합니다.',
  problem: (where, message) => line`${literal(where, 200)} ${message}`,
  problems: '문제 목록',
  changes: '변경 내용',
  pending: '설정 변경',

  answer: {
    applied: (n, gen) =>
      `다시 읽음: ${counted('설정', n, '개')} 변경${gen === null ? '' : ` (설정 버전 ${gen})`}`,
    announced: '알림 채널에도 공지했습니다.',
    later: '이 인스턴스에는 적용됐습니다. 저장소 쓰기가 복구되면 알림 채널과 다른 인스턴스에도 전달됩니다.',
    alone: '이 인스턴스에만 해당합니다.',
    nowhere: '공지할 알림 채널이 없습니다.',
    unchanged: (of) =>
      of.active === null
        ? ['바뀐 설정이 없습니다.']
        : line`바뀐 설정이 없습니다 (설정 버전 ${generation(of.generation)}, ${time(of.active.activatedAt)}부터 적용 중).`,
    outdated: [
      '이 인스턴스의 파일은 아직 예전 설정입니다. 파일을 최신으로 바꾸면 몇 초 안에 읽습니다.',
      '예전 설정으로 되돌리려면 이 인스턴스를 재시작하세요.',
    ],
    unavailable: '데모로 시작한 봇이라 설정을 다시 읽을 수 없습니다. 설정을 바꾸려면 재시작하세요.',
  },

  note: ({ status, generation: own, active, host }) =>
    line`${bold('⚠️ 예전 설정')}${host === null ? null : line` (${literal(host, HOST_LENGTH)})`}, 버전 ${generation(own)}, 최신 ${generation(active?.generation ?? null)}: ${
      status === 'stand_in'
        ? '최신 설정의 인스턴스 중 체크하는 것이 없어 이 인스턴스가 트레이더를 체크합니다.'
        : '이 인스턴스는 체크하지 않고 다른 인스턴스가 합니다. 파일을 최신으로 바꾸세요.'
    }`,
  activity: (n, how) => [`설정 버전 ${n} 적용 (${CAUSE[how]})`],
};
