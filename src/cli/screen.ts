import { stripVTControlCharacters } from 'node:util';
import { t } from '../../formatters';
import { widthOf } from './render/wrap';

/** The part of a stream that the screen writes to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** The width of a terminal, in characters; 0 where it is not known, as under some pseudo-terminals. */
  readonly columns?: number | undefined;
  /** The height of a terminal, in lines; 0 where it is not known. */
  readonly rows?: number | undefined;
}

const BACK_TO_TOP = (lines: number): string => (lines > 0 ? `\u001b[${lines}F\u001b[0J` : '');

const unknownIsEndless = (size: number | undefined): number => size || Number.POSITIVE_INFINITY;

/** Shows one text after another: in place on a terminal, one below the other elsewhere. */
export class Screen {
  private shown: readonly string[] = [];
  private text = '';
  private footer: string | null = null;
  /** How many lines of the text are above the window. */
  private above = 0;

  constructor(private readonly output: Output) {}

  /** Shows the whole text and leaves it there: the next one comes below it. */
  print(text: string): void {
    this.output.write(`${text}\n`);
    this.shown = [];
  }

  /** Shows the text; on a terminal, in place of the last one, as much of it as fits, and `footer` below it. */
  show(text: string, footer: string | null = null): void {
    if (!this.output.isTTY) {
      this.print(text);
      return;
    }
    [this.text, this.footer] = [text, footer];
    this.draw();
  }

  /** Moves so many lines down, or up, in a text that does not fit. */
  scroll(lines: number): void {
    if (this.shown.length === 0) return;
    this.above += lines;
    this.draw();
  }

  /** How many lines fit at once. */
  get pageSize(): number {
    // One row is the cursor's, one tells how many lines follow.
    return Math.max(1, unknownIsEndless(this.output.rows) - 2 - (this.footer === null ? 0 : 1));
  }

  private draw(): void {
    const columns = unknownIsEndless(this.output.columns);
    const before = renderedHeight(this.shown, columns);
    const lines = this.text.split('\n');
    const rows = unknownIsEndless(this.output.rows) - 1 - (this.footer === null ? 0 : 1);
    this.above = Math.max(0, Math.min(this.above, lines.length - rows + 1));
    const fitting = fitToRows(lines, this.above, columns, rows);
    this.shown = [...fitting, ...(this.footer === null ? [] : [this.footer])];
    this.output.write(`${BACK_TO_TOP(before)}${this.shown.join('\n')}\n`);
  }
}

/** The lines, or as many as fit with one that counts those above, and one that counts those below. */
function fitToRows(lines: readonly string[], above: number, columns: number, rows: number): string[] {
  if (renderedHeight(lines, columns) <= rows) return [...lines];
  const cutTo = (kept: number): string[] => {
    const below = lines.length - above - kept;
    return [
      ...(above === 0 ? [] : [t.terminal.watch.moreAbove(above)]),
      ...lines.slice(above, above + kept),
      ...(below <= 0 ? [] : [t.terminal.watch.moreLines(below)]),
    ];
  };
  let kept = Math.min(lines.length - above, rows);
  while (kept > 0 && renderedHeight(cutTo(kept), columns) > rows) kept -= 1;
  return cutTo(kept);
}

const renderedHeight = (lines: readonly string[], columns: number): number =>
  lines.reduce((sum, line) => sum + wrappedLineCount(line, columns), 0);

const graphemes = new Intl.Segmenter();

/** How many lines of a terminal a line of text takes, since long ones wrap. */
function wrappedLineCount(line: string, columns: number): number {
  if (widthOf(line) <= columns) return 1;
  let [lines, used] = [1, 0];
  for (const { segment } of graphemes.segment(stripVTControlCharacters(line))) {
    const width = widthOf(segment);
    if (used + width > columns) [lines, used] = [lines + 1, 0];
    used += width;
  }
  return lines;
}
