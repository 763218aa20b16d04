import type { Severity } from '../severity/severity';

/** Stands for who is on call. */
export const ON_CALL = 'on_call';

/** Whom alerts of each severity mention: ids of users (U…) and user groups (S…), `here`, `on_call`; absent for nobody. */
export type MentionSettings = Readonly<Partial<Record<Severity, readonly string[]>>>;

/** Whom an alert of this severity mentions, each once: ids, or `here`. */
export const mentionsFor = (
  settings: MentionSettings | undefined,
  severity: Severity,
  /** A Slack user; null where nobody is on call. */
  onCall: string | null,
): readonly string[] => [
  ...new Set((settings?.[severity] ?? []).flatMap((each) => (each === ON_CALL ? (onCall ?? []) : [each]))),
];
