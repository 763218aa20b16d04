import { ANY_MODE, MODES, type Mode, type Place, placeOfId } from '../../src/state/keys';
import { asPlainText, folded } from './plainText';

/** A word as it was typed; a quoted one is text, whatever it says. */
export interface Token {
  readonly text: string;
  readonly quoted: boolean;
  /** Whole words such as `paper:docker`, `paper/docker` or `paper:"my env"` name a target. */
  readonly place: Place | null;
}

const BEFORE_ENV = String.raw`(?:[^\s/:"“”]+\/)?(?:${ANY_MODE}):`;
/** Straight quotes, and the pairs that phones and word processors make of them. */
const QUOTED = ['"([^"]*)"', '“([^”]*)”', '”([^”]*)”', '„([^“”]*)[“”]', '«([^»]*)»', '＂([^＂]*)＂'].join(
  '|',
);
/** What Slack makes of a person, a channel or a link is one word, though its label may have spaces. */
const SLACK_TOKEN = String.raw`<[@#!][^<>\s|]+\|[^<>]*>`;
const WORD = new RegExp(`(${BEFORE_ENV})?(?:${QUOTED})|${SLACK_TOKEN}|\\S+`, 'gi');
const ID = new RegExp(`^((?:[^/:]+/)?)(${ANY_MODE}):(.+)$`, 'is');
const TURNED_ID = new RegExp(`^([^:/]+):(${ANY_MODE})$`, 'is');
const WITH_SLASHES = new RegExp(`^(?:([^/:]+)/)?(${ANY_MODE})/([^/:]+)$`, 'i');
const TURNED_WITH_SLASH = new RegExp(`^([^/:]+)/(${ANY_MODE})$`, 'i');
const PUNCTUATION_AROUND = /^[,，、;；]+|[,，、;；]+$/g;
/** `모의:docker`. */
const OTHER_MODE = /^([\uac00-\ud7a3]+)([:/])(.+)$/;
const COLON_BEHIND_MODE = new RegExp(`^(${ANY_MODE})[:：]$`, 'i');
/** A name with a dot is a link to Slack: `<http://lab.prod|lab.prod>`. */
const LINKED_NAME = /^<https?:\/\/([^|>/]+)\/?\|\1>$/;

/** The words of a command's text. Quotes, straight or typographic, keep spaces together. */
export const tokenize = (text: string): Token[] =>
  [...text.matchAll(WORD)]
    .map(([whole, before, ...quoted]): Token => {
      const inside = quoted.find((each) => each !== undefined);
      if (inside === undefined) return bareWord(whole);
      if (before === undefined) return { text: inside, quoted: true, place: null };
      const id = before + inside;
      return { text: id, quoted: false, place: placeNamed(id) };
    })
    .filter((word) => (word.quoted ? word.text !== '' : asPlainText(word.text) !== ''));

function bareWord(whole: string): Token {
  const word = whole
    .replace(LINKED_NAME, '$1')
    .replace(PUNCTUATION_AROUND, '')
    .replace(COLON_BEHIND_MODE, '$1')
    .replace(OTHER_MODE, (whole, mode, sign, env) => {
      const named = modeNamed(mode);
      return named === null ? whole : `${named}${sign}${env}`;
    });
  return { text: word, quoted: false, place: placeNamed(word) ?? placeNamed(asPlainText(word)) };
}

/** `docker:paper` and `paper/docker` are the same as `paper:docker`; modes may be in any case. */
function placeNamed(text: string): Place | null {
  const [, prefix = '', mode, env] = ID.exec(text) ?? [];
  if (mode !== undefined) return placeOfId(`${prefix}${mode.toLowerCase()}:${env}`);
  const [, turnedEnv, turnedMode] = TURNED_ID.exec(text) ?? [];
  if (turnedMode !== undefined) return placeOfId(`${turnedMode.toLowerCase()}:${turnedEnv}`);
  const [, slashPrefix, slashMode, slashEnv] = WITH_SLASHES.exec(text) ?? [];
  if (slashMode !== undefined)
    return placeOfId(
      `${slashPrefix === undefined ? '' : `${slashPrefix}/`}${slashMode.toLowerCase()}:${slashEnv}`,
    );
  const [, lastEnv, lastMode] = TURNED_WITH_SLASH.exec(text) ?? [];
  return lastMode === undefined ? null : placeOfId(`${lastMode.toLowerCase()}:${lastEnv}`);
}

/** The mode that a word is, in any case. */
export const modeNamed = (text: string): Mode | null => MODES.find((mode) => mode === folded(text)) ?? null;

/** Words as one text, as they were typed. */
export const typedText = (words: readonly Token[]): string => words.map(({ text }) => text).join(' ');

export const asksForHelp = (text: string): boolean => hasWord(text, 'help');

export const asksInPublic = (text: string): boolean => hasWord(text, 'public');

const hasWord = (text: string, word: string): boolean =>
  tokenize(text).some(({ quoted, text: each }) => !quoted && folded(each) === word);
