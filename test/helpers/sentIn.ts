import { runScenario, type Scenario } from './scenario';
import { second } from './traders';

/** When it was decided, in seconds, and what it is. */
export type Sent = readonly [at: number, line: string];

/** What was sent, with the second in which it was decided. */
export function sentIn(plot: Scenario): readonly Sent[] {
  const { decisions, lines } = runScenario(plot);
  const times = decisions.flatMap(({ notifications }) =>
    notifications.map((each) => secondsOf(each.detectedAt)),
  );
  return times.map((at, i) => [at, (lines[i] ?? '').replace(/^\S+ /, '')]);
}

export const secondsOf = (date: Date): number => (date.getTime() - second(0).getTime()) / 1000;
