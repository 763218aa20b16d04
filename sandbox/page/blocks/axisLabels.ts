/** A label below the x axis, as `slack-blocks-to-jsx` 1.1.1 draws it: all of them, however many there are. */
const LABEL =
  /<text x="([\d.]+)" y="268" (text-anchor="middle" fill="currentColor" font-size="11">([^<]*)<)/g;

/** Units of the picture, which is 520 wide, that a character takes in the font of a desktop, and of a phone. */
const CHARACTER = { crowded: 6, 'crowded-on-phone': 10 } as const;
/** So much lies between two labels at least, in the same units. */
const GAP = 8;

/** The markup of charts with those labels of the x axis marked that would overlap the one before them. */
export function withReadableLabels(markup: string): string {
  const ends: Record<string, number> = {};
  return markup
    .split(/(?=<svg )/)
    .map((chart) => {
      for (const name of Object.keys(CHARACTER)) ends[name] = Number.NEGATIVE_INFINITY;
      return chart.replace(LABEL, (_, x: string, rest: string, text: string) => {
        const crowded = Object.entries(CHARACTER).filter(([name, width]) => {
          const half = (text.length * width) / 2;
          if (Number(x) - half < (ends[name] ?? 0) + GAP) return true;
          ends[name] = Number(x) + half;
          return false;
        });
        const classes = ['axis-label', ...crowded.map(([name]) => name)].join(' ');
        return `<text x="${x}" y="268" class="${classes}" ${rest}`;
      });
    })
    .join('');
}
