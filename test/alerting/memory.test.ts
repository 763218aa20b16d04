import { t } from '../../formatters';
import { type AlertState, decodeState, encodeState, evaluate, RULES } from '../../src/alerting';
import { runScenario, SETTINGS } from '../helpers/scenario';
import { jsonOf, recordsOf } from '../helpers/storedState';
import { ALWAYS, second, snapshotOf, trader } from '../helpers/traders';

const traders = [trader('paper:docker', [[-600, 100]]), trader('live:docker', [ALWAYS])];
const { targets, ...rest } = runScenario({ traders, until: 600 }).known;
const known = { ...rest, targets: [...targets].sort((a, b) => (a.target < b.target ? -1 : 1)) };
const changed = (change: (json: Record<string, unknown>) => Record<string, unknown>) =>
  recordsOf(change(jsonOf(encodeState(known))));
const headed = (head: unknown) => changed((json) => ({ ...json, head }));

/** The head without one of its times. */
const omit = (head: unknown) => ({ ...Object(head), observedAt: undefined });

describe('The state', () => {
  test('comes back from its stored parts as it was', () => {
    expect(decodeState(encodeState(known))).toEqual({ state: known, discarded: new Map() });
  });

  test.each([
    ['no object', headed('alive!')],
    ['null', headed(null)],
    ['without the time of the last check', changed(({ head, ...rest }) => ({ ...rest, head: omit(head) }))],
    [
      'of another schema',
      changed(({ head, ...rest }) => ({ ...rest, head: { ...Object(head), schema: 3 } })),
    ],
  ])('is discarded with a reason when its head is %s', (_, records) => {
    const { state, discarded } = decodeState(records);
    expect([state, [...discarded.keys()]]).toEqual([null, ['head']]);
  });

  test.each(['target:paper:new', 'incident:new', 'digest:new', 'mood'])(
    'is kept when its part %s cannot be decoded',
    (name) => {
      const { state, discarded } = decodeState(changed((json) => ({ ...json, [name]: { future: true } })));
      expect([state, [...discarded.keys()]]).toEqual([known, [name]]);
    },
  );

  test('by one rule is forgotten by itself, with a reason, when that rule cannot read it', () => {
    const broken: AlertState = {
      ...known,
      targets: known.targets.map((each) => ({
        ...each,
        rules: { ...each.rules, live_trading: { armed: 'maybe' } },
      })),
    };
    const seen = {
      kind: 'observed',
      at: second(615),
      snapshots: traders.map((each) => snapshotOf(each, 615)),
      sessions: null,
    } as const;
    const decision = evaluate(broken, seen, SETTINGS);
    expect(decision.notifications).toEqual([]);
    expect(decision.logLines).toEqual([
      expect.stringMatching(/^paper:docker: what live_trading remembered is forgotten: /),
      expect.stringMatching(/^live:docker: what live_trading remembered is forgotten: /),
    ]);
    expect(decision.state.incidents).toEqual(known.incidents);
  });
});

test.each(RULES.map((rule) => [rule.name, rule] as const))(
  '%s tells nothing of details that another version of the bot did not keep',
  (_, rule) => {
    const { title, text } = t.rules.describe(rule.name, {});
    expect(`${title} ${JSON.stringify(text)}`).not.toMatch(/undefined|null|NaN/);
  },
);
