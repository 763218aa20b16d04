import stringWidth from 'string-width';

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
  private linesShown = 0;

  constructor(private readonly output: Output) {}

  /** Leaves what is shown where it is; the next text comes below it. */
  commit(): void {
    this.linesShown = 0;
  }

  /** Shows the whole text and leaves it there. */
  print(text: string): void {
    this.output.write(`${text}\n`);
    this.commit();
  }

  /** Shows the text; on a terminal, in place of the last one and as much of it as fits. */
  show(text: string): void {
    if (!this.output.isTTY) {
      this.print(text);
      return;
    }
    const columns = unknownIsEndless(this.output.columns);
    // One row is the cursor's.
    const fitting = fitToRows(text, columns, unknownIsEndless(this.output.rows) - 1);
    this.output.write(`${BACK_TO_TOP(this.linesShown)}${fitting}\n`);
    this.linesShown = renderedHeight(fitting.split('\n'), columns);
  }
}

/** The text, or as many of its lines as fit with a line that counts the others. */
function fitToRows(text: string, columns: number, rows: number): string {
  const lines = text.split('\n');
  if (renderedHeight(lines, columns) <= rows) return text;
  const cutTo = (kept: number): string[] => [...lines.slice(0, kept), moreLinesText(lines.length - kept)];
  let kept = Math.min(lines.length - 1, rows);
  while (kept > 0 && renderedHeight(cutTo(kept), columns) > rows) kept -= 1;
  return cutTo(kept).join('\n');
}

const moreLinesText = (count: number): string => `… ${count} more line${count === 1 ? '' : 's'}`;

const renderedHeight = (lines: readonly string[], columns: number): number =>
  lines.reduce((sum, line) => sum + wrappedLineCount(line, columns), 0);

const graphemes = new Intl.Segmenter();

/** How many lines of a terminal a line of text takes, since long ones wrap. */
function wrappedLineCount(line: string, columns: number): number {
  let [lines, used] = [1, 0];
  for (const { segment } of graphemes.segment(line)) {
    const width = stringWidth(segment.normalize());
    if (used + width > columns) [lines, used] = [lines + 1, 0];
    used += width;
  }
  return lines;
}
