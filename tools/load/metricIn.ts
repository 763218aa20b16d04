/** The value of one line of Prometheus text, `name` or `name{labels}`. Throws when there is none. */
export function metricIn(text: string, name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  if (line === undefined) throw new Error(`The bot's /metrics have no ${name}`);
  return Number(line.slice(name.length));
}
