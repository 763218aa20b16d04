/** What terminals show two columns wide. Source: Unicode's EastAsianWidth.txt, W and F, by blocks. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

const letters = new Intl.Segmenter();

/** How many lines of a terminal of so many columns a line of text takes, for a long one wraps. */
export function wrappedLineCount(line: string, columns: number): number {
  let lines = 1;
  let used = 0;
  for (const { segment } of letters.segment(line)) {
    const width = WIDE.test(segment) ? 2 : 1;
    if (used + width > columns) {
      lines += 1;
      used = 0;
    }
    used += width;
  }
  return lines;
}
