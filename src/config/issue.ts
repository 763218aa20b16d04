/** One thing that is wrong with the configuration. */
export interface ConfigIssue {
  /** The variable; or the file with line, column and key: `arbwatch.yaml:3:16: alert_channel`. */
  readonly where: string;
  readonly message: string;
}

/** A Slack token, or an address with a password, or with a path, which may be all that keeps others out. */
const SECRET_IN_THE_WRONG_PLACE = /xox[a-z]|xapp|@|:\/\/[^/?#\s]*[/?#]\S/i;

/** True of a Slack token, and of an address with somebody's name or password in it: these are nothing but secrets. */
export const isSurelySecret = (text: string): boolean => /xox[a-z]-|xapp-|:\/\/[^/\s]*@/i.test(text);

/** A value as a problem may show it: a secret's is not, nor one that looks like a secret in the wrong place. */
export const safeValue = (text: string, isSecret = false): string =>
  isSecret || SECRET_IN_THE_WRONG_PLACE.test(text)
    ? 'its value (not shown, it may hold a secret)'
    : JSON.stringify(text.slice(0, 100));

/** A word that nobody checked, such as an unknown key, as a problem may show it. */
export const safeKey = (text: string): string =>
  SECRET_IN_THE_WRONG_PLACE.test(text) ? '(not shown, it may hold a secret)' : text.slice(0, 100);
