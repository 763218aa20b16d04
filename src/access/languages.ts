import type { Language } from '../lib/language';

/** The languages that are configured. */
export interface LanguageSettings {
  /** Of channels, and of people of whom nothing else is known. */
  readonly language: Language;
  /** Of channels that have their own, by their ids. */
  readonly channelLanguages: Readonly<Record<string, Language>>;
}

/** At once where it is known. */
type MaybePromise<T> = T | Promise<T>;

/** The languages that people set in their Slack profiles. */
export interface UserLanguages {
  /** Null where it is not known, such as without the scope `users:read`, or there is no catalogue of it. Never rejects. */
  languageOf(userId: string): MaybePromise<Language | null>;
}

/** Who reads decides in which language something is said. */
export interface Languages {
  /** Of what one person alone reads. Never rejects. */
  ofPerson(userId: string): MaybePromise<Language>;
  /** Of what all in a channel read. */
  ofChannel(channelId: string): Language;
}

export const languageOfChannel = ({ language, channelLanguages }: LanguageSettings, id: string): Language =>
  channelLanguages[id] ?? language;

/**
 * @param settings asked each time
 * @param chosen what somebody set for themselves; null for nothing
 */
export const createLanguages = (
  settings: () => LanguageSettings,
  profiles: UserLanguages,
  chosen: (userId: string) => Language | null = () => null,
): Languages => ({
  ofPerson(userId) {
    const set = chosen(userId);
    if (set !== null) return set;
    const orConfigured = (own: Language | null) => own ?? settings().language;
    const own = profiles.languageOf(userId);
    return own instanceof Promise ? own.then(orConfigured) : orConfigured(own);
  },
  ofChannel: (channelId) => languageOfChannel(settings(), channelId),
});
