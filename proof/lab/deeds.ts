import type { Random } from '../../sandbox/demo/random';

/** What a trader does, so many ms after the start of a round. */
export interface Deed {
  readonly at: number;
  readonly target: string;
  readonly does: 'dies' | 'lives' | 'trips' | 'switches';
}

type Ways = readonly [weight: number, deeds: (target: string, random: Random, staleMs: number) => Deed[]][];

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

/** What one trader does in a round in which it is stale after `staleMs`. */
export function deedsOf(target: string, random: Random, staleMs: number): Deed[] {
  const total = WAYS.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.next() * total;
  const way = WAYS.find(([weight]) => {
    left -= weight;
    return left < 0;
  });
  const events: Deed[] = [];
  if (random.next() < 0.25) events.push({ at: at(random, 1_000, staleMs), target, does: 'trips' });
  if (target.startsWith('live:') && random.next() < 0.4)
    events.push({ at: at(random, 1_000, staleMs), target, does: 'switches' });
  return [...(way?.[1](target, random, staleMs) ?? []), ...events];
}

const dies = (target: string, random: Random): Deed => ({ at: at(random, 500, 4_000), target, does: 'dies' });

/** Back so long after it could be found dead. */
function diesAndReturns(
  target: string,
  random: Random,
  staleMs: number,
  after: { from: number; to: number },
): Deed[] {
  const death = dies(target, random);
  return [death, { at: death.at + staleMs + at(random, after.from, after.to), target, does: 'lives' }];
}

function flaps(target: string, random: Random, staleMs: number): Deed[] {
  const once = diesAndReturns(target, random, staleMs, { from: 2_500, to: 4_000 });
  const again = (once.at(-1)?.at ?? 0) + at(random, 2_000, 4_000);
  return [
    ...once,
    { at: again, target, does: 'dies' },
    { at: again + staleMs + at(random, 2_500, 4_000), target, does: 'lives' },
  ];
}

const at = (random: Random, from: number, to: number): number => Math.round(random.between(from, to));
