import { evaluate } from '../../src/alerting';
import { decodeState } from '../../src/alerting/state/codec';
import { type AlertHarness, createAlertHarness, STRANGER } from '../helpers/alertHarness';
import { NIGHT, open, realMoney } from '../helpers/incidents';

/** What a check of no trader leaves. */
const known = (incidents: Parameters<AlertHarness['know']>[0]['incidents'] = []) => ({
  ...evaluate(
    null,
    { kind: 'observed', at: NIGHT, snapshots: [], sessions: [] },
    {
      channel: 'C0ALERTS',
      checkIntervalMs: 15_000,
      outageAfterMs: 60_000,
      remindAfterMs: [3_600_000, 14_400_000],
      rules: {},
    },
  ).state,
  incidents,
});

let bot: AlertHarness;
beforeEach(async () => {
  bot = createAlertHarness();
  await bot.know(known());
});
const drillIn = async () => {
  const stored = await bot.alertStore.load();
  const { state } = decodeState(stored?.records ?? new Map());
  return state?.incidents.find(({ rule }) => rule === 'drill') ?? null;
};

describe('/arb-alerts drill', () => {
  test('begins a drill, and says that without an escalation only the channel is tested', async () => {
    const { shown } = await bot.ask('/arb-alerts drill now');
    expect(shown).toMatch(/DRILL begun in/);
    expect(shown).toMatch(/No escalation is configured/);
    expect(await drillIn()).toMatchObject({ drill: { by: 'U0OPERATOR', end: null } });
    expect(bot.dispatcher.wakes).toBe(1);
  });

  test('is for operators alone', async () => {
    expect((await bot.ask('/arb-alerts drill', STRANGER)).shown).toMatch(/not allowed/);
    expect(await drillIn()).toBeNull();
  });

  test.each(['drill later', 'drill now now', 'drill paper docker'])(
    'says what to type instead of %s',
    async (words) => {
      expect((await bot.ask(`/arb-alerts ${words}`)).shown).toMatch(
        /drill now.* with 10 s between the steps/,
      );
      expect(await drillIn()).toBeNull();
    },
  );

  test('is one at a time', async () => {
    await bot.ask('/arb-alerts drill now');
    expect((await bot.ask('/arb-alerts drill')).shown).toMatch(
      /A drill is running since .*begun by.*one at a time/,
    );
  });

  test('is refused while a critical alert needs somebody', async () => {
    await bot.know(known([{ ...realMoney, severity: 'critical' }]));
    expect((await bot.ask('/arb-alerts drill')).shown).toMatch(/must not distract from it/);
  });

  test('is in the list of alerts, but counts as none; acknowledging it ends it', async () => {
    await bot.ask('/arb-alerts drill now');
    const { shown } = await bot.ask('/arb-alerts');
    expect(shown).toMatch(/^🟢|No open alert/);
    expect(shown).toContain('DRILL');
    expect((await bot.ask('/arb-alerts ack')).shown).toContain('DRILL');
    expect(await drillIn()).toMatchObject({ drill: { end: 'acknowledged' }, acknowledgedBy: 'U0OPERATOR' });
    const since = new Date(NIGHT.getTime() - 3_600_000);
    expect((await bot.service.history(since, null)).incidents).toEqual([]);
  });

  test('is left out where an alert is snoozed', async () => {
    await bot.ask('/arb-alerts drill now');
    const drill = await drillIn();
    await bot.know(known(drill === null ? [] : [open, drill]));
    expect((await bot.ask('/arb-alerts snooze 1h')).shown).toContain('paper docker');
  });
});
