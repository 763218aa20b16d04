/** Where there is no terminal, a line this often is enough, in ms. */
const LINE_EVERY_MS = 20_000;
let linedAt = Number.NEGATIVE_INFINITY;

/** Shows on stderr what is under way: in the terminal's last line, which empty text wipes; elsewhere a line now and then. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== '' && performance.now() - linedAt >= LINE_EVERY_MS) {
    process.stderr.write(`${text}\n`);
    linedAt = performance.now();
  }
}
