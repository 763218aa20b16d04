import { AsyncLocalStorage } from 'node:async_hooks';

/** The languages that there is a catalogue of, the first for what says none. */
export const LANGUAGES = ['en', 'ko'] as const;

export type Language = (typeof LANGUAGES)[number];

const scope = new AsyncLocalStorage<Language>();

/** Runs this, with all that it calls and awaits, in a language: each sentence in it is one of that catalogue. */
export const inLanguage = <T>(language: Language, run: () => T): T => scope.run(language, run);

/** The language of what is rendered now: English outside of any `inLanguage`, as logs are. */
export const currentLanguage = (): Language => scope.getStore() ?? 'en';

export const isLanguage = (text: string): text is Language => LANGUAGES.some((each) => each === text);

/** The language of a locale as Slack has it, `ko-KR`; null where there is no catalogue of it. */
export function languageOfLocale(locale: string): Language | null {
  const [language = ''] = locale.toLowerCase().split(/[-_]/);
  return isLanguage(language) ? language : null;
}
