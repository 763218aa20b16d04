import type { KeyInput } from '../cli';

export interface KeyActions {
  quit(): void;
  /** So many lines down, or up; of a page where `byPage`. */
  scroll(lines: number, byPage: boolean): void;
  /** Ctrl-Z: resolves once the process goes on. */
  suspend?(): void;
}

const ESCAPE = '\u001b';
const SCROLL: Readonly<Record<string, readonly [lines: number, byPage: boolean]>> = {
  [`${ESCAPE}[A`]: [-1, false],
  [`${ESCAPE}OA`]: [-1, false],
  k: [-1, false],
  [`${ESCAPE}[B`]: [1, false],
  [`${ESCAPE}OB`]: [1, false],
  j: [1, false],
  [`${ESCAPE}[5~`]: [-1, true],
  [`${ESCAPE}[6~`]: [1, true],
  ' ': [1, true],
};
/** q, Ctrl-C and Ctrl-D. */
const QUIT = ['q', 'Q', '\u0003', '\u0004'];
const SUSPEND = '\u001a';

/**
 * From now on each key is taken as it is pressed, without being shown. What is returned puts the terminal back as it was.
 * Does nothing where keys cannot be read, as in a pipe.
 */
export function listenToKeys(input: KeyInput, { quit, scroll, suspend }: KeyActions): () => void {
  if (!input.isTTY || input.setRawMode === undefined) return () => undefined;
  const onData = (bytes: Buffer): void => {
    const key = bytes.toString();
    const by = SCROLL[key];
    if (by !== undefined) scroll(...by);
    else if (QUIT.some((each) => key.includes(each)) && !key.startsWith(ESCAPE)) quit();
    else if (key === SUSPEND && suspend !== undefined) {
      input.setRawMode?.(false);
      suspend();
      input.setRawMode?.(true);
      scroll(0, false);
    }
  };
  input.setRawMode(true);
  input.on('data', onData);
  input.resume();
  return () => {
    input.off('data', onData);
    input.setRawMode?.(false);
    input.pause();
  };
}
