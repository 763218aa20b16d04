import { watchedInputs, watchedSigns } from '../../src/jobs/checks/watchedInputs';
import { DEFAULT_KEY_PREFIX, type Place } from '../../src/state/keys';
import { runScenario } from '../helpers/scenario';
import { ALWAYS, realTrader, trader } from '../helpers/traders';

const keyPrefix = DEFAULT_KEY_PREFIX;
const COMPONENTS = ['trader', 'live_trader'];
const live = (env: string): Place => ({ mode: 'live', env });

describe('What is noticed at once', () => {
  test('is what alerts follow from of live traders, and the control states of runs', () => {
    const key = 'v2:production:run-1:control:state';
    const { keys, prefixes } = watchedInputs({
      ...{ places: [live('docker'), { mode: 'paper', env: 'docker' }], found: new Set(), keyPrefix },
      controls: [{ env: 'production', runId: 'run-1', key }],
    });
    expect(keys.map((each) => each.key)).toEqual([
      'live:docker:arbitrage:stats:live_enabled',
      'live:docker:arbitrage:stats:live_armed',
      'live:docker:arbitrage:stats:circuit_breaker_triggers_total',
      'live:docker:arbitrage:stats:safety_violations_total',
      'live:docker:arbitrage:metrics:live',
      key,
    ]);
    expect(keys.every((each) => prefixes.some((prefix) => each.key.startsWith(prefix)))).toBe(true);
  });

  test('is that of twenty traders at most, those first that exist, each with its own key prefix', () => {
    const places = Array.from({ length: 30 }, (_, i) => live(`env${i}`));
    const found = new Set(['live:env29']);
    const other: Place = { ...live('env30'), otherPrefix: 'other' };
    const { prefixes } = watchedInputs({ places: [...places, other], found, controls: [], keyPrefix });
    expect(prefixes).toHaveLength(40);
    expect(prefixes.slice(0, 3)).toEqual([
      'live:env29:arbitrage:stats:',
      'live:env29:arbitrage:metrics:live',
      'live:env0:arbitrage:stats:',
    ]);
    expect(watchedInputs({ places: [other], found, controls: [], keyPrefix }).prefixes).toEqual([
      'live:env30:other:stats:',
      'live:env30:other:metrics:live',
    ]);
  });
});

describe('The signs of life that are noticed at once', () => {
  const { known } = runScenario({
    traders: [
      realTrader('live:docker', [[-600, 30]]),
      realTrader('live:local', [ALWAYS]),
      trader('paper:docker', [ALWAYS], { portfolio: { spans: [[-600, 30]], every: 1 } }),
      trader('paper:local', [[-600, 30]], { portfolio: { spans: [ALWAYS], every: 1 } }),
    ],
    until: 900,
  });
  const signs = (change: Partial<Parameters<typeof watchedSigns>[0]> = {}) => [
    ...watchedSigns({
      known,
      keyPrefix,
      heartbeatComponents: COMPONENTS,
      configured: undefined,
      ...change,
    }).keys(),
  ];

  test('are those by which a target recovers that an alert is about', () => {
    expect(signs()).toEqual([
      'live:docker:arbitrage:portfolio:state',
      'live:docker:arbitrage:heartbeat:trader',
      'live:docker:arbitrage:heartbeat:live_trader',
      'paper:docker:arbitrage:portfolio:state',
      'paper:local:arbitrage:heartbeat:trader',
      'paper:local:arbitrage:heartbeat:live_trader',
    ]);
  });

  test('are none that the target is not expected to give', () => {
    const configured = new Map([['live:docker', { signs: ['heartbeat:trader'] as const }]]);
    expect(signs({ configured })).toContain('live:docker:arbitrage:heartbeat:trader');
    expect(signs({ configured })).not.toContain('live:docker:arbitrage:heartbeat:live_trader');
    expect(signs({ configured })).not.toContain('live:docker:arbitrage:portfolio:state');
  });

  test('are none of a target that is muted, nor where nothing is known', () => {
    const muted = { ...known, targets: known.targets.map((each) => ({ ...each, muted: true })) };
    expect([signs({ known: muted }), signs({ known: null })]).toEqual([[], []]);
  });
});
