import type { Hint } from '../src/alerts/hints';
import type { TargetView } from '../src/status/targetStates';

/** In one line each; the page has a section of that name. */
const WORDS: Readonly<Record<Hint, string>> = {
  no_heartbeat: 'This trader writes neither heartbeats nor metrics',
  raised_flag: 'A flag of it is above 1, so that it cannot be switched off by writing 0',
  outdated_metrics: 'Its metrics are left over from before: it no longer writes them',
};

/** What its trading system does not do, a line each, with the page that says how to mend it. */
export const hintLines = ({ hints }: TargetView): string[] =>
  hints.map((hint) => `💡 ${WORDS[hint]}. See docs/trading-system.md.`);
