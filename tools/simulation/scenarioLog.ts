/** What happens in a world, event by event; nothing is kept unless somebody wants to read it. */
export class ScenarioLog {
  readonly lines: { readonly atMs: number; readonly text: string }[] = [];

  constructor(
    private readonly nowMs: () => number,
    private readonly isKept: boolean,
  ) {}

  get isWanted(): boolean {
    return this.isKept;
  }

  add(who: string, what: string): void {
    if (this.isKept) this.lines.push({ atMs: this.nowMs(), text: `${who.padEnd(14)} ${what}` });
  }
}

/** `Mon 23 06:00:00.000`, in UTC. */
export function scenarioTime(ms: number): string {
  const date = new Date(ms);
  return `${date.toUTCString().slice(0, 11)} ${date.toISOString().slice(11, 23)}`;
}

export const scenarioText = (lines: ScenarioLog['lines']): string =>
  lines.map(({ atMs, text }) => `${scenarioTime(atMs)}  ${text}`).join('\n');
