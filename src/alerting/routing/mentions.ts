import type { Severity } from '../severity/severity';

/** Whom an alert mentions: a user (U…), a user group (S…), everybody who is active in the channel, or who is on call. */
export type Mention = string;

/** Whom alerts of each severity mention; absent for nobody. */
export type MentionSettings = Readonly<Partial<Record<Severity, readonly Mention[]>>>;

/** Who is on call, for `on_call`; null where nobody is known. */
export type OnCallNow = (now: Date) => string | null;

export const ON_CALL = 'on_call';
/** Everybody who is active in the channel. */
export const HERE = 'here';

/** Whom an alert of this severity mentions at that time: ids, or `here`, each once. */
export const mentionsFor = (
  settings: MentionSettings | undefined,
  severity: Severity,
  onCall: string | null,
): readonly string[] => [
  ...new Set((settings?.[severity] ?? []).flatMap((each) => (each === ON_CALL ? (onCall ?? []) : [each]))),
];
