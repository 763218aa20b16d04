import { t } from '../../formatters';
import { type AlertState, decodeState, encodeState, evaluate, RULES } from '../../src/alerting';
import { SETTINGS, told, upon } from './story';
import { ALWAYS, second, snapshotOf, trader } from './world';

const traders = [trader('paper:docker', [[-600, 100]]), trader('live:docker', [ALWAYS])];
const known = told({ traders, until: 600 }).known;
const changed = (change: (json: Record<string, unknown>) => unknown): string =>
  JSON.stringify(change(JSON.parse(encodeState(known))));

describe('What is known', () => {
  test('comes back from its text as it was', () => {
    expect(decodeState(encodeState(known))).toEqual({ known, forgotten: [] });
  });

  test.each([
    ['no JSON', 'alive!'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['without the time of the last sight', changed(({ observedAt: _, ...rest }) => rest)],
    ['with a time that is none', changed((json) => ({ ...json, observedAt: 'yesterday' }))],
  ])('is forgotten with a reason when its text is %s', (_, text) => {
    expect(decodeState(text)).toEqual({
      known: null,
      forgotten: [expect.stringMatching(/^all that was known: /)],
    });
  });

  test.each(['targets', 'incidents'] as const)('is kept when one of its %s cannot be read', (name) => {
    const text = changed((json) => ({ ...json, [name]: [{ future: true }, ...known[name]] }));
    expect(decodeState(text)).toEqual({ known, forgotten: [expect.stringMatching(`^${name} 1: `)] });
  });

  test('of another version, without sessions and with more besides, is read as far as it goes', () => {
    const text = changed(({ sessions: _, ...rest }) => ({ ...rest, version: 2, moods: ['calm'] }));
    expect(decodeState(text)).toEqual({
      known: { ...known, sessions: [] },
      forgotten: ['all sessions: there is no list of them'],
    });
  });

  test('has its incidents under the names that the rules have now', () => {
    const incident = { ...(known.incidents[0] as (typeof known.incidents)[number]), rule: 'frozen' };
    const text = changed((json) => ({ ...json, incidents: [JSON.parse(JSON.stringify(incident))] }));
    expect(decodeState(text).known?.incidents).toEqual([{ ...incident, rule: 'stale_portfolio' }]);
  });

  test('that version 0.1 stored as retired is read as muted', () => {
    const muted = told({
      traders: [trader('paper:docker', [[-600, 100]])],
      until: 600,
      acts: [[300, upon({ kind: 'mute', userId: 'U1' })]],
    }).known;
    expect([muted.targets[0]?.muted, muted.incidents[0]?.state]).toEqual([true, 'muted']);
    const text = encodeState(muted).replaceAll('"muted"', '"retired"');
    expect(decodeState(text)).toEqual({ known: muted, forgotten: [] });
  });

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
  '%s tells nothing of facts that another version of the bot did not keep',
  (_, rule) => {
    const { title, text } = t.rules.describe(rule.name, {});
    expect(`${title} ${JSON.stringify(text)}`).not.toMatch(/undefined|null|NaN/);
  },
);
