import { decodeState, encodeState, evaluate } from '../../src/alerting';
import { deepFrozen } from '../helpers/deepFrozen';
import { runScenario, SETTINGS } from '../helpers/scenario';
import { type Span, second, snapshotOf, type Trader, trader } from '../helpers/traders';

/** A number generator whose numbers follow from its seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const UNTIL = 3600;

/** Spans of a random length, with pauses of a random length between. */
function spans(random: () => number, shortest: number): Span[] {
  const found: Span[] = [];
  for (let t = -600; t < UNTIL; ) {
    const to = t + shortest + Math.floor(random() * 1200);
    found.push([t, to]);
    t = to + shortest + Math.floor(random() * 900);
  }
  return found;
}

const randomTraders = (random: () => number): Trader[] =>
  (['live:docker', 'paper:docker', 'paper:local'] as const).map((target) =>
    trader(target, spans(random, 30), {
      beatEvery: 5 + Math.floor(random() * 40),
      skew: Math.round((random() - 0.5) * 7200),
    }),
  );

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

describe.each(SEEDS)('In a world made of the seed %i', (seed) => {
  const random = randomOf(seed);
  const traders = randomTraders(random);
  const redisAway = spans(random, 20).map(([, to]): Span => [to, to + Math.floor(random() * 120)]);
  const story = runScenario({ traders, until: UNTIL, redisAway });

  test('a trader with a heartbeat within the last minute is in no new incident', () => {
    const alerts = story.deliveries.flatMap((each) =>
      each.kind === 'incident' && each.incident.revision === 1 && each.incident.rule === 'heartbeat'
        ? [each]
        : [],
    );
    for (const { detectedAt, incident } of alerts) {
      const t = (detectedAt.getTime() - second(0).getTime()) / 1000;
      for (const { target } of incident.targets) {
        const snapshot = traders.filter((each) => each.target === target).map((each) => snapshotOf(each, t));
        expect(snapshot).toMatchObject([{ heartbeat: 'absent' }]);
      }
    }
  });

  test('every target is in at most one open incident', () => {
    for (const { state } of story.decisions) {
      const open = state.incidents
        .filter(({ closedAt }) => closedAt === null)
        .flatMap(({ targets }) =>
          targets.filter(({ recoveredAt }) => recoveredAt === null).map(({ target }) => target),
        );
      expect(new Set(open).size).toBe(open.length);
    }
  });

  test('no two thread updates or incidents share an id', () => {
    const notes = story.deliveries.filter(({ kind }) => kind === 'note').map(({ id }) => id);
    expect(new Set(notes).size).toBe(notes.length);
    const incidents = story.known.incidents.map(({ id }) => id);
    expect(new Set(incidents).size).toBe(incidents.length);
  });

  test('revisions increase one by one', () => {
    const last = new Map<string, number>();
    for (const delivery of story.deliveries) {
      if (delivery.kind !== 'incident' || delivery.incident.rule === 'monitoring_outage') continue;
      const { id, revision } = delivery.incident;
      expect(revision).toBe((last.get(id) ?? 0) + 1);
      last.set(id, revision);
    }
  });

  test('two instances with the same state and observation evaluate the same, one from its cache and one from the store', () => {
    let known: ReturnType<typeof evaluate>['state'] | null = null;
    for (let t = 0; t <= 900; t += 15) {
      const seen = deepFrozen({
        kind: 'observed',
        at: second(t),
        snapshots: traders.map((each) => snapshotOf(each, t)),
        sessions: null,
      } as const);
      const fromMemory = evaluate(known, seen, SETTINGS);
      const fromAlertStore = evaluate(
        known === null ? null : decodeState(encodeState(known)).state,
        seen,
        SETTINGS,
      );
      expect(fromAlertStore).toEqual(fromMemory);
      known = deepFrozen(fromMemory.state);
    }
  });
});

test('Two instances send the same ids although they observe some ms apart', () => {
  const traders = [trader('paper:docker', [[-600, 100]], { reports: (t) => ({ liveArmed: t >= 195 }) })];
  const { known } = runScenario({ traders, until: 180 });
  const sent = [195, 195.4].map((t) => {
    const seen = {
      kind: 'observed',
      at: second(t),
      snapshots: traders.map((each) => snapshotOf(each, t)),
      sessions: null,
    } as const;
    return evaluate(known, seen, SETTINGS).notifications.map(({ id }) => id);
  });
  expect(sent[0]).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
});

test('An observation older than the last one of another instance counts no trip twice', () => {
  const traders = [
    trader('paper:docker', [[-600, 600]], {
      reports: (t) => ({ circuitBreakerTriggersTotal: t < 300 ? 7 : 8 }),
    }),
  ];
  const { known, lines } = runScenario({ traders, until: 300 });
  const later = [299, 315].reduce(
    (before, t) => runScenario({ traders, from: t, until: t, known: before }).known,
    known,
  );
  expect(lines).toHaveLength(1);
  expect(runScenario({ traders, from: 299, until: 299, known }).known).toEqual(known);
  expect(runScenario({ traders, from: 330, until: 345, known: later }).lines).toEqual([]);
});
