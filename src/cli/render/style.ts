import { styleText } from 'node:util';
import type { Environment } from '../../config/sources';
import type { Output } from '../screen';

export type Format = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'blue' | 'cyan';

/** The text in these formats, as escape sequences; the text alone where there is no colour. */
export type Paint = (text: string, ...formats: readonly Format[]) => string;

export const plain: Paint = (text) => text;

export const coloured: Paint = (text, ...formats) =>
  text === '' ? text : styleText([...formats], text, { validateStream: false });

/**
 * Whether to show colour: not with `--no-color`; else as FORCE_COLOR says, then NO_COLOR (no-color.org), and then on a
 * terminal that knows any.
 */
export function wantsColour(isOff: boolean, env: Environment, { isTTY = false }: Output): boolean {
  const { FORCE_COLOR: forced, NO_COLOR, TERM } = env;
  if (isOff) return false;
  if (forced !== undefined) return !['0', 'false'].includes(forced);
  return !NO_COLOR && isTTY && TERM !== 'dumb';
}

/** What a line is about, by the mark at its beginning; meaning never rests on the colour alone. */
const COLOURS: readonly (readonly [marks: RegExp, format: Format])[] = [
  [/^(?:🔴|🛑|🚨|❌|⛔)/u, 'red'],
  [/^(?:🟠|🟡|⚠️?|⏸️?)/u, 'yellow'],
  [/^(?:🟢|✅)/u, 'green'],
  [/^(?:🔵|ℹ️?)/u, 'blue'],
];

/** The colour of the mark that a line begins with; null where it has none. */
export const colourOf = (line: string): Format | null =>
  COLOURS.find(([marks]) => marks.test(line.trimStart()))?.[1] ?? null;
