import { ANY_MODE } from '../state/keys';

const WITH_SPACES = new RegExp(String.raw`^((?:[^\s/:]+/)?(?:${ANY_MODE}):)?(.*\s.*)$`, 'is');

/**
 * The words of a command line as one would type them in Slack: a shell takes the quotes off what has spaces in it, and
 * here they come back, as in `paper:"my env"`.
 */
export const slackWords = (words: readonly string[]): string =>
  words
    .map((word) => word.replace(WITH_SPACES, (_, place = '', text) => `${place}${quoted(text)}`))
    .join(' ');

const quoted = (text: string): string => (text.includes('"') ? `“${text}”` : `"${text}"`);
