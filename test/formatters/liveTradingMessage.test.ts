import { digestMessage, incidentMessage } from '../../formatters';
import type { AffectedTarget } from '../../src/alerting/incidents/incident';
import type { Details } from '../../src/alerting/rules/details';
import { seen } from '../helpers/alertHarness';
import { calmTarget, digestWith, MORNING } from '../helpers/digests';
import { affected, armedTarget, muted, NIGHT, open } from '../helpers/incidents';
import { messageText } from '../helpers/messageText';

/* What alerts and digests say of a live trader that cannot, or may not, send real orders. */

const options = { demo: false, currency: null, zone: 'UTC' };
const alertOf = (targets: readonly AffectedTarget[], incident = open) =>
  seen(incidentMessage({ ...incident, targets }, { now: NIGHT, deliveredLate: null }, options));
const live = (details: Details, target = 'live:docker') => affected(target, details);

type Flag = boolean | null;
const SAFE = { realMoney: false, realMoneyBy: 'flags' };
const flags = (liveEnabled: Flag, liveArmed: Flag) => ({ liveEnabled, liveArmed });
const OFF: [Flag, Flag, string][] = [
  [true, false, 'enabled, not armed'],
  [false, true, 'not enabled, armed'],
  [false, false, 'not enabled, not armed'],
  [false, null, 'not enabled, armed not reported'],
  [null, false, 'enabled not reported, not armed'],
];
const UNSURE: [Flag, Flag, string][] = [
  [true, null, 'enabled, armed not reported'],
  [null, true, 'enabled not reported, armed'],
  [null, null, 'not reported'],
];

describe('an alert about a live trader', () => {
  test.each(OFF)('with enabled %s and armed %s says %s, and that there are no real orders', (e, a, words) => {
    const { text, shown } = alertOf([live({ ...flags(e, a), ...SAFE })]);
    for (const said of [text, shown]) expect(said).toContain(`Live trading: ${words}. No real orders.`);
  });

  test.each(UNSURE)('with enabled %s and armed %s says %s, and promises nothing', (e, a, words) => {
    const { text, shown } = alertOf([live(flags(e, a))]);
    for (const said of [text, shown]) {
      expect(said).toContain(`Real money: unknown, assume yes. Live trading: ${words}.`);
      expect(said).not.toContain('No real orders');
    }
  });

  test.each<[string, Details, string]>([
    ['armed', { liveEnabled: true, liveArmed: null }, 'enabled, armed not understood'],
    ['enabled', { liveEnabled: null, liveArmed: false }, 'enabled not understood, not armed'],
    ['any of it', { liveEnabled: null, liveArmed: null }, 'not understood'],
  ])('of which it is not understood whether it is %s says so', (_, details, words) => {
    const { text, shown } = alertOf([live({ ...details, liveUnreadable: true })]);
    for (const said of [text, shown]) expect(said).toContain(`Live trading: ${words}.`);
  });

  test('speaks of then where it is over', () => {
    const { shown } = alertOf([live({ ...flags(false, true), ...SAFE })], muted);
    expect(shown).toContain('Live trading then: not enabled, armed.');
    expect(shown).not.toContain('No real orders');
  });

  test('among others says which trader it speaks of', () => {
    const off = { ...flags(false, true), ...SAFE };
    const { text } = alertOf([affected('paper:docker'), live(off)]);
    expect(text).toContain('Live trading: live docker not enabled, armed. No real orders.');
  });

  test('beside one of which it is not known promises nothing', () => {
    const { text } = alertOf([live({ ...flags(true, false), ...SAFE }), live({}, 'live:local')]);
    expect(text).toContain(
      'Real money: unknown, assume yes. Live trading: live docker enabled, not armed; live local not reported.',
    );
    expect(text).not.toContain('No real orders');
  });

  test('beside one that sends real orders speaks of that one alone', () => {
    const { shown } = alertOf([armedTarget, live({ ...flags(false, true), ...SAFE }, 'live:local')]);
    expect(shown).toContain('REAL MONEY (live docker): live trading is enabled and armed.');
    expect(shown).not.toContain('not enabled');
  });
});

describe('a digest of a live trader', () => {
  test.each<[boolean | null, string]>([
    [true, 'alive, REAL MONEY'],
    [false, 'alive, no real orders'],
    [null, 'alive, real money: unknown'],
  ])('whose real money is %s says so', (realMoney, words) => {
    const target = { ...calmTarget, target: 'live:docker', realMoney };
    const message = digestMessage(
      digestWith([target]),
      { now: MORNING, because: null, insteadOf: null },
      options,
    );
    for (const said of [message.text, messageText(message)]) expect(said).toContain(words);
  });
});
