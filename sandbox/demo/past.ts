import type { CheckHistory } from '../../src/checkHistory';
import { MemoryHistory } from '../../src/history/memory/memoryHistory';
import type { FlagValues, TargetSample } from '../../src/history/model/checkRecord';
import type { FieldValues } from '../../src/history/model/fields';
import type { Clock } from '../../src/lib/clock';
import type { Random } from './random';

const EVERY_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A trader writes its portfolio every second. */
const BEAT_MS = 1_000;
const DAYS = 30;
/** More than passes between two checks of the past, and between two of the bot. */
const MISSED_AFTER_MS = 1.5 * EVERY_MS;
/** So much a balance moves between two checks, as a share of it. */
const STEP = 0.0006;
const FLAGS: FlagValues = { breakerActive: false, liveEnabled: null, liveArmed: null, liveByMetrics: null };

interface DemoPast {
  readonly target: string;
  /** As it is now: the past leads there. */
  readonly balance: number;
  /** As they are now; null for a trader that counts none. */
  readonly trades: number | null;
  readonly counted: FieldValues;
  /** So many days before now it went down, for so many minutes. */
  readonly down: readonly (readonly [days: number, minutes: number])[];
}

const TRADERS: readonly DemoPast[] = [
  { target: 'live:docker', balance: 2_500_000, trades: null, counted: {}, down: [] },
  {
    target: 'paper:docker',
    balance: 10_000_000,
    trades: 1_287,
    counted: { safetyViolationsTotal: 3, circuitBreakerTriggersTotal: 1 },
    down: [
      [6.4, 10],
      [5.1, 15],
      [3.3, 10],
      [2.2, 40],
    ],
  },
];

/** A month that never was, in memory: what the demo's charts show before anything is recorded. */
export function demoPast(clock: Clock, random: Random): CheckHistory {
  const history = new MemoryHistory({ missedAfterMs: MISSED_AFTER_MS, clock });
  const now = clock.now().getTime();
  const samples = TRADERS.map((trader) => samplesOf(trader, random, now));
  for (let i = 0; i < DAYS * (DAY_MS / EVERY_MS); i += 1) {
    const ageMs = DAYS * DAY_MS - i * EVERY_MS;
    history.record({
      kind: 'observed',
      at: new Date(now - ageMs),
      targets: samples.map((of) => of(i, ageMs)),
    });
  }
  return { history, start: () => undefined, stop: async () => undefined };
}

/** Worked out backwards from now, so that it ends where the demo begins. */
function samplesOf({ target, balance, trades, counted, down }: DemoPast, random: Random, nowMs: number) {
  const count = DAYS * (DAY_MS / EVERY_MS);
  const balances = new Array<number>(count);
  const totals = new Array<number>(count);
  let [value, total] = [balance, trades ?? 0];
  for (let i = count - 1; i >= 0; i -= 1) {
    balances[i] = Math.round(value);
    totals[i] = total;
    // A little more won than lost.
    value *= 1 - (random.next() - 0.48) * STEP;
    if (random.next() < 0.1) total -= 1;
  }
  return (i: number, ageMs: number): TargetSample => {
    const outage = down.find(
      ([days, minutes]) => ageMs <= days * DAY_MS && ageMs > days * DAY_MS - minutes * MINUTE_MS,
    );
    const isDown = outage !== undefined;
    const silentForMs = isDown ? outage[0] * DAY_MS - ageMs : 0;
    const values = {
      ...counted,
      totalBalance: balances[i] ?? balance,
      ...(trades !== null && { tradesTotal: totals[i] ?? trades }),
    };
    return {
      target,
      values: isDown ? {} : values,
      flags: FLAGS,
      status: isDown ? 'down' : 'ok',
      life: { isDown, since: null },
      signs: [{ sign: 'portfolio', writtenAt: new Date(nowMs - ageMs - silentForMs - BEAT_MS) }],
    };
  };
}
