import type { CommandHelp } from '../../formatters';
import { currentLanguage, type Language } from '../../src/lib/language';
import type { Command } from '../command';

/** What people type in other languages, by the word that commands read; the first is the one that the help names. */
export const ALIASES: Readonly<Partial<Record<Language, Readonly<Record<string, readonly string[]>>>>> = {
  ko: {
    live: ['실거래', '라이브'],
    paper: ['모의', '모의거래', '페이퍼'],
    shadow: ['섀도우', '섀도'],
    public: ['공개'],
    help: ['도움말', '도움'],
    all: ['전체', '모두'],
    outage: ['장애'],
    status: ['상태'],
    pnl: ['손익'],
    positions: ['포지션'],
    tuning: ['튜닝'],
    alerts: ['알림'],
    digest: ['다이제스트'],
    ack: ['확인'],
    snooze: ['스누즈'],
    unsnooze: ['스누즈해제'],
    mute: ['음소거'],
    unmute: ['음소거해제'],
    muted: ['음소거목록'],
    maintenance: ['점검'],
    why: ['이유', '왜'],
    history: ['이력', '기록'],
    timeline: ['타임라인'],
    duty: ['온콜', '당직'],
    drop: ['버리기'],
    test: ['테스트'],
    drill: ['훈련'],
    compare: ['비교'],
    doctor: ['진단'],
    reload: ['다시읽기'],
    me: ['내설정', '나'],
    language: ['언어'],
    zone: ['시간대'],
    send: ['보내기', '받기'],
    quiet: ['방해금지'],
    reset: ['초기화'],
    off: ['끄기', '해제'],
    auto: ['자동'],
    critical: ['긴급'],
    warning: ['경고'],
    info: ['정보'],
    today: ['오늘'],
    tomorrow: ['내일'],
    yesterday: ['어제'],
  },
};

const WORDS: ReadonlyMap<string, string> = new Map(
  Object.values(ALIASES).flatMap((words) =>
    Object.entries(words).flatMap(([word, aliases]) => aliases.map((alias) => [alias, word] as const)),
  ),
);

/** Times as Koreans write them, in the order in which they are looked for. */
const TIMES: readonly (readonly [RegExp, string])[] = [
  [/(\d{1,2})시 ?(\d{1,2})분/g, '$1:$2'],
  [/(\d)시간/g, '$1h'],
  [/(\d)분/g, '$1m'],
  [/(\d)초/g, '$1s'],
  [/(\d)일/g, '$1d'],
  [/(\d)주일?/g, '$1w'],
  [/(\d{1,2})시/g, '$1:00'],
  [/오전 ?([\d:]+)/g, '$1am'],
  [/오후 ?([\d:]+)/g, '$1pm'],
  [/^(.*\d(?:[ap]m)?) ?까지$/g, 'until $1'],
];

/** A word, or several, of a folded text in the words that commands read. */
export function withoutAliases(text: string): string {
  // Nothing in ASCII is one of them.
  if (!/[\uac00-\ud7a3]/.test(text)) return text;
  const words = text
    .split(' ')
    .map((word) => WORDS.get(word) ?? word)
    .join(' ');
  return TIMES.reduce((read, [pattern, to]) => read.replace(pattern, to), words);
}

/** Those of a language for these words, each with the word: `실거래 = live`. */
const aliasesIn = (language: Language, words: readonly string[]): readonly string[] =>
  Object.entries(ALIASES[language] ?? {}).flatMap(([word, [alias]]) =>
    words.includes(word) && alias !== undefined ? [`${alias} = ${word}`] : [],
  );

/** What the help says of a command, with what its words are in the reader's language. */
export function helpOf({ name, description, usageHint, examples }: Command): CommandHelp {
  const words = [usageHint, ...examples.map(({ text }) => text)].join(' ').match(/[a-z]+/g) ?? [];
  return { name, description, usageHint, examples, aliases: aliasesIn(currentLanguage(), words) };
}
