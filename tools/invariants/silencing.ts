import type { History, Span, Violation } from './history';

/** A time in which alerts are held back, and of whom. */
export interface Silencing {
  readonly name: string;
  readonly windows: readonly Span[];
  /** Whether what is about this, by an id or a sentence, certainly is held back. */
  readonly holds: (text: string) => boolean;
  /** Whether it may be. */
  readonly mayHold: (violation: Violation, history: History) => boolean;
}

const isPaper = (text: string): boolean => /\bpaper[: ]/.test(text);
const isWithoutMoney = (text: string): boolean => /\b(?:paper|shadow)[: ]/.test(text);
/** What no quiet hours hold back: digests, outages, pages, and what is stuck. */
const PASSES_QUIET =
  /digest|traders were not seen|monitoring_outage|was paged|the webhook|still waits|is tried for ever/;

export const silencingsOf = ({ settings }: History): readonly Silencing[] => [
  {
    name: 'maintenance',
    windows: settings.maintenance ?? [],
    holds: isPaper,
    mayHold: ({ what }) => isPaper(what),
  },
  {
    name: 'quiet hours',
    windows: settings.quietHours ?? [],
    holds: isWithoutMoney,
    mayHold: ({ what, at }, history) => !PASSES_QUIET.test(what) && !isArmed(history, what, at),
  },
];

/** Whether it is about a live trader whose flags say that it sends real orders: that is critical. */
const isArmed = ({ traders }: History, what: string, at: number): boolean =>
  traders.some(({ target, switches }) => {
    const last = switches.filter((each) => each.at <= at).at(-1);
    return target.startsWith('live:') && what.includes(target) && last?.enabled === true && last.armed;
  });
