import type { History, Verdict } from './history';

/** What is false, lost, doubled, wrong, too fast or still waiting in a history. Pure. */
export function verdictOn(_history: History): Verdict {
  return {
    findings: [],
    atLeastOnce: 0,
    counted: { deaths: 0, incidents: 0, events: 0, notes: 0, digests: 0 },
  };
}
