/** A Slack token, or an address with a password, or with a path, which may be all that keeps others out. */
const SECRET_IN_THE_WRONG_PLACE = /xox[a-z]|xapp|@|:\/\/[^/?#\s]*[/?#]\S/i;
/** What nobody types, which could hide a token from the pattern; JSON writes it as `\u0000`. */
const INVISIBLE = /[^\x20-\x7e]|\\u[\da-f]{4}/g;

/** True of text that a problem must not show. */
export const mayHoldSecret = (text: string): boolean =>
  SECRET_IN_THE_WRONG_PLACE.test(text.replace(INVISIBLE, ''));

/** A word that nobody checked, such as an unknown key, as a problem may show it. */
export const safeKey = (text: string): string =>
  mayHoldSecret(text) ? '(not shown, it may hold a secret)' : text.slice(0, 100);

/** Marks an issue whose message is the whole problem, such as that two settings contradict each other. */
export const CONFLICT = { isConflict: true } as const;
