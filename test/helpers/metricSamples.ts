/** The samples of a scrape, each by its name and labels as they stand there: `arbwatch_targets{state="fresh"}`. */
export const metricSamples = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

/** The names of all metrics of a scrape, those without a sample included. */
export const metricNames = (text: string): readonly string[] =>
  [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
