import type { Paint } from './style';
import { widthOf, wrapped } from './wrap';

const GAP = 2;
const INDENT = 2;

/**
 * A table whose first column holds names and whose others hold figures; its first row is the heading. Where it is wider
 * than the terminal, each row is a line with its name, and below it a line for each figure.
 */
export function tableText(rows: readonly (readonly string[])[], columns: number, paint: Paint): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  const total = INDENT + widths.reduce((sum, width) => sum + width + GAP, -GAP);
  if (total > columns) return stacked(rows, columns, paint);
  return rows.map((row, at) => {
    const cells = row.map((cell, i) => {
      const space = ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)));
      const text = at === 0 ? paint(cell, 'bold') : cell;
      return i === 0 ? `${text}${space}` : `${space}${text}`;
    });
    return `${' '.repeat(INDENT)}${cells.join(' '.repeat(GAP))}`;
  });
}

function stacked(rows: readonly (readonly string[])[], columns: number, paint: Paint): string[] {
  const [heading = [], ...body] = rows;
  const [name = '', ...names] = heading;
  const isPair = names.length === 1;
  const title = isPair
    ? wrapped(heading.join(' · '), columns, INDENT).map((line) => paint(line, 'bold'))
    : [];
  return [
    ...(isPair ? title : [paint(name, 'bold')].slice(name === '' ? 1 : 0)),
    ...body.flatMap(([first = '', ...cells]) =>
      isPair
        ? wrapped(`${first}: ${cells.join(' ')}`, columns, INDENT)
        : [
            ...wrapped(first, columns, INDENT),
            ...cells.flatMap((cell, i) => wrapped(`  ${names[i] ?? ''}: ${cell}`, columns, 2 * INDENT)),
          ],
    ),
  ];
}
