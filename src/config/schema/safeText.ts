/** A Slack token, or an address with a password, or with a path, which may be all that keeps others out. */
const SECRET_IN_THE_WRONG_PLACE = /xox[a-z]|xapp|@|:\/\/[^/?#\s]*[/?#]\S/i;
/** What nobody types, which could hide a token from the pattern; JSON writes it as `\u0000`. */
const INVISIBLE = /[^\x20-\x7e]|\\u[\da-f]{4}/g;

/** True of text that a problem must not show. */
export const mayHoldSecret = (text: string): boolean =>
  SECRET_IN_THE_WRONG_PLACE.test(text.replace(INVISIBLE, ''));

/** A word that nobody checked, such as an unknown key, as a problem may show it. */
export const safeKey = (text: string): string => (mayHoldSecret(text) ? NOT_SHOWN : text.slice(0, 100));

const NOT_SHOWN = '(not shown, it may hold a secret)';

/** A webhook's keys are short words. With a colon forgotten, its secret is part of the key. */
const WEBHOOK_KEY = /^[a-z_-]{1,14}$/i;

/** A path in the file as a problem may show it: `rules.no_sign_of_life`. */
export const safePath = (path: readonly string[]): string =>
  path
    .map((step, i) =>
      path[0] === 'webhooks' && i === 2 && !WEBHOOK_KEY.test(step) ? NOT_SHOWN : safeKey(step),
    )
    .join('.');

/** Marks an issue whose message is the whole problem, such as that two settings contradict each other. */
export const CONFLICT = { isConflict: true } as const;

/** Such an issue, at a path below what is checked. */
export const wholeProblem = (message: string, path: readonly (string | number)[] = []) => ({
  code: 'custom' as const,
  message,
  path: [...path],
  params: CONFLICT,
});
