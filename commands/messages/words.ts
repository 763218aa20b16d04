import { unescapeMrkdwn } from '../../formatters/blockKit/escape';
import { COMMANDS } from '..';
import type { Command } from '../command';
import { folded } from '../lib/plainText';
import { tokenize } from '../lib/tokens';

/** A command as it is called in a message: `status` of `/arb-status`. */
export const wordOf = ({ name }: Command): string => name.replace(/^\/arb-|^\//, '');

/** What a message asks: a command with its words; or nothing that is known, with its first word, null for none. */
export type AskedByMessage =
  | { readonly command: Command; readonly text: string }
  | { readonly command: null; readonly word: string | null };

/** `status paper docker?`, `/arb-status paper docker` and `Status: paper docker` are the same. */
export function askedBy(text: string): AskedByMessage {
  const plain = unescapeMrkdwn(text)
    .replace(/[\s?？!！.。]+$/u, '')
    .trim();
  const [first] = tokenize(plain);
  if (first === undefined) return { command: null, word: null };
  const word = folded(first.text).replace(/[:?!,]+$/, '');
  const command = COMMANDS.find((each) => [wordOf(each), each.name.slice(1), each.name].includes(word));
  if (command === undefined || first.quoted) return { command: null, word: first.text };
  return { command, text: plain.replace(/^\S+\s*/, '') };
}
