import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** How many columns the text takes, whatever its script. */
export const widthOf = (text: string): number => stringWidth(text.normalize());

/** Lines of at most so many columns; from the second on each begins with as many spaces as `indent` says. */
export function wrapped(text: string, columns: number, indent = 0): string[] {
  if (!Number.isFinite(columns)) return text.split('\n');
  return text.split('\n').flatMap((line) => {
    if (widthOf(line) <= columns) return [line];
    const [first = '', ...rest] = wrapAnsi(line, columns, { hard: true }).split('\n');
    if (rest.length === 0 || indent === 0 || columns - indent < SMALLEST) return [first, ...rest];
    const narrower = wrapAnsi(line, columns - indent, { hard: true }).split('\n');
    return narrower.map((part, i) => (i === 0 ? part : `${' '.repeat(indent)}${part}`));
  });
}

/** A narrower column of text cannot be read. */
const SMALLEST = 16;
