import type { Random } from '../../sandbox/demo/random';
import type { Place } from '../../src/state/keys';

/** What kind of trader it is for a round. */
export interface LabCharacter {
  readonly target: Place;
  /** For how long its heartbeat's key stays, in ms; null for a trader as the live one is, which writes none. */
  readonly heartbeatTtlMs: number | null;
  /** The same of its portfolio. */
  readonly portfolioTtlMs: number;
  /** Its machine's clock minus the true time, in ms. */
  readonly clockErrorMs: number;
  /** A heartbeat of another component is left over, which nobody writes. */
  readonly hasLeftover: boolean;
  /** Whether it lives when the bot is started; if it does not, whether anything says that it should. */
  readonly atStart: 'alive' | 'dead, and should run' | 'dead';
}

/** Half of the envs that the bot asks for unasked. */
const PLACES: readonly Place[] = [
  { mode: 'live', env: 'docker' },
  { mode: 'live', env: 'production' },
  { mode: 'paper', env: 'docker' },
  { mode: 'paper', env: 'staging' },
  { mode: 'shadow', env: 'docker' },
  { mode: 'shadow', env: 'local' },
];

const HEARTBEAT_TTLS_MS = [60_000, 60_000, 120_000, 600_000] as const;
const PORTFOLIO_TTLS_MS = [300_000, 300_000, 120_000, 600_000] as const;
const HOUR_MS = 3_600_000;

/** The traders of a round: every other one writes its portfolio alone. */
export function charactersOf(random: Random): readonly LabCharacter[] {
  const first = random.next() < 0.5 ? 0 : 1;
  return PLACES.map((target, i) => ({
    target,
    heartbeatTtlMs: i % 2 === first ? null : oneOf(HEARTBEAT_TTLS_MS, random),
    portfolioTtlMs: oneOf(PORTFOLIO_TTLS_MS, random),
    clockErrorMs: random.next() < 0.3 ? (random.next() < 0.5 ? HOUR_MS : -HOUR_MS) : 0,
    hasLeftover: random.next() < 0.3,
    atStart: random.next() < 0.75 ? 'alive' : random.next() < 0.6 ? 'dead, and should run' : 'dead',
  }));
}

function oneOf<T>(all: readonly [T, ...T[]], random: Random): T {
  return all[Math.floor(random.next() * all.length)] ?? all[0];
}
