import type { Random } from '../../sandbox/demo/random';
import { traderNamespace } from '../../src/state/keys';
import type { LabCharacter } from './characters';

/** What a trader does, so many ms after the start of a round. */
export interface FaultAction {
  readonly at: number;
  readonly target: string;
  readonly does: Does;
}

export type Does =
  | 'dies'
  | 'lives'
  | 'stops its heartbeat'
  | 'sends heartsends heartbeats again'
  | 'stops its portfolio'
  | 'writes its portfolio again'
  | 'has its keys kept by hand'
  | 'trips'
  | 'switches';

type Ways = readonly [
  weight: number,
  actions: (target: string, random: Random, staleMs: number) => FaultAction[],
][];

const WAYS: Ways = [
  [25, () => []],
  [15, (target, random) => [dies(target, random)]],
  [25, (target, random, staleMs) => diesAndReturns(target, random, staleMs, { from: 2_000, to: 6_000 })],
  // About when it is found dead: either is right, and nothing in between.
  [10, (target, random, staleMs) => diesAndReturns(target, random, staleMs, { from: -1_500, to: 2_500 })],
  [
    10,
    (target, random, staleMs) =>
      diesAndReturns(target, random, staleMs, { from: 1_000 - staleMs, to: -staleMs / 3 }),
  ],
  [8, flaps],
];

/** What only a trader can do that gives two signs of life. */
const WITH_BOTH: Ways = [
  [
    8,
    (target, random, staleMs) =>
      pauses(['stops its heartbeat', 'sends heartsends heartbeats again'], target, random, staleMs),
  ],
  [
    8,
    (target, random, staleMs) =>
      pauses(['stops its portfolio', 'writes its portfolio again'], target, random, staleMs),
  ],
];

/** What one trader does in a round in which it is stale after `staleMs`. */
export function actionsOf(character: LabCharacter, random: Random, staleMs: number): FaultAction[] {
  const target = traderNamespace(character.target);
  // It may come to life later.
  if (character.atStart !== 'alive')
    return random.next() < 0.5
      ? []
      : [{ at: at(random, staleMs + 2_000, staleMs + 8_000), target, does: 'lives' }];
  const actions = wayOf(character.heartbeatTtlMs === null ? WAYS : [...WAYS, ...WITH_BOTH], random)(
    target,
    random,
    staleMs,
  );
  const events: FaultAction[] = [];
  if (random.next() < 0.25) events.push({ at: at(random, 1_000, staleMs), target, does: 'trips' });
  if (target.startsWith('live:') && random.next() < 0.4)
    events.push({ at: at(random, 1_000, staleMs), target, does: 'switches' });
  if (random.next() < 0.15)
    events.push({ at: at(random, 2_000, staleMs), target, does: 'has its keys kept by hand' });
  return [...actions, ...events];
}

function wayOf(ways: Ways, random: Random): Ways[number][1] {
  const total = ways.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.next() * total;
  const way = ways.find(([weight]) => {
    left -= weight;
    return left < 0;
  });
  return way?.[1] ?? (() => []);
}

/** One sign of life stops for long enough to be missed, while the other goes on. */
function pauses(
  [stops, goesOn]: readonly [Does, Does],
  target: string,
  random: Random,
  staleMs: number,
): FaultAction[] {
  const stopsAt = at(random, 500, 4_000);
  return [
    { at: stopsAt, target, does: stops },
    { at: stopsAt + staleMs + at(random, 3_000, 7_000), target, does: goesOn },
  ];
}

const dies = (target: string, random: Random): FaultAction => ({
  at: at(random, 500, 4_000),
  target,
  does: 'dies',
});

/** Back so long after it could be found dead. */
function diesAndReturns(
  target: string,
  random: Random,
  staleMs: number,
  after: { from: number; to: number },
): FaultAction[] {
  const death = dies(target, random);
  return [death, { at: death.at + staleMs + at(random, after.from, after.to), target, does: 'lives' }];
}

function flaps(target: string, random: Random, staleMs: number): FaultAction[] {
  const once = diesAndReturns(target, random, staleMs, { from: 2_500, to: 4_000 });
  const again = (once.at(-1)?.at ?? 0) + at(random, 2_000, 4_000);
  return [
    ...once,
    { at: again, target, does: 'dies' },
    { at: again + staleMs + at(random, 2_500, 4_000), target, does: 'lives' },
  ];
}

const at = (random: Random, from: number, to: number): number => Math.round(random.between(from, to));
