import { linesOf } from './columns';

/** The part of a stream that the screen writes to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** The width of a terminal, in characters; 0 where it is not known, as under some pseudo-terminals. */
  readonly columns?: number | undefined;
}

const BACK_TO_TOP = (lines: number): string => (lines > 0 ? `\u001b[${lines}F\u001b[0J` : '');

/** Shows one text after another: in place on a terminal, one below the other elsewhere. */
export class Screen {
  private linesShown = 0;

  constructor(private readonly output: Output) {}

  /** Leaves what is shown where it is; the next text comes below it. */
  keep(): void {
    this.linesShown = 0;
  }

  show(text: string): void {
    const back = this.output.isTTY ? BACK_TO_TOP(this.linesShown) : '';
    this.output.write(`${back}${text}\n`);
    const columns = this.output.columns || Number.POSITIVE_INFINITY;
    this.linesShown = text.split('\n').reduce((sum, line) => sum + linesOf(line, columns), 0);
  }
}
