import { withoutAliases } from './aliases';

/**
 * A word as it looks: full-width characters and ligatures as plain ones, any dash as a hyphen, and without what nobody
 * sees, such as the zero-width characters of a pasted name.
 */
export const asPlainText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-');

/** The same in lower case, and in the words that commands read: what words are compared by. */
export const folded = (text: string): string => withoutAliases(asPlainText(text).toLowerCase());
