import { INCIDENT_ACTIONS, incidentActionValue } from '../../formatters';
import type { AlertsService } from '../../src/alerting/service';
import { type AlertHarness, createAlertHarness, STRANGER } from '../helpers/alertHarness';
import {
  acknowledged,
  blind,
  blindOver,
  knownWith,
  minutesAgo,
  open,
  recovered,
  storm,
} from '../helpers/incidents';

const { acknowledge, snooze, unsnooze, mute, status } = INCIDENT_ACTIONS;

describe('a press on an alert', () => {
  let kit: AlertHarness;
  beforeEach(() => {
    kit = createAlertHarness();
  });

  const stateAfter = async () => (await kit.service.incidents())[0]?.state;

  test.each([
    [acknowledge, open.id, 'acknowledged'],
    [snooze, `1h ${open.id}`, 'snoozed'],
    [mute, open.id, 'muted'],
  ])(
    '%s says nothing to the one who pressed: the message itself shows it',
    async (actionId, value, state) => {
      await kit.know(knownWith(open));
      expect(await kit.press(actionId, value)).toBeNull();
      expect(await stateAfter()).toBe(state);
    },
  );

  test('mutes by the button of version 0.1, which messages that already stand in Slack have', async () => {
    await kit.know(knownWith(open));
    expect(await kit.press('incident:retire', open.id)).toBeNull();
    expect(await stateAfter()).toBe('muted');
  });

  test('leaves the message to the dispatcher, and tells the thread and the audit who it was', async () => {
    await kit.know(knownWith(open));
    await kit.press(acknowledge, open.id);
    const waiting = (await kit.alertStore.pending()).map(({ text }) => JSON.parse(text));
    expect(waiting).toContainEqual(expect.objectContaining({ kind: 'incident' }));
    expect(waiting).toContainEqual(
      expect.objectContaining({ kind: 'note', note: expect.objectContaining({ userId: 'U0OPERATOR' }) }),
    );
    expect(await kit.alertStore.audit(9)).toEqual([expect.stringContaining('U0OPERATOR')]);
    expect(kit.dispatcher.wakes).toBe(1);
  });

  test('that ends a snooze opens the alert again', async () => {
    await kit.know(knownWith(open));
    await kit.press(snooze, `4h ${open.id}`);
    await kit.press(unsnooze, open.id);
    expect(await stateAfter()).toBe('open');
  });

  test('snoozes until 09:00 of the configured zone', async () => {
    kit = createAlertHarness({ zone: 'Asia/Seoul' });
    await kit.know(knownWith(open));
    await kit.press(snooze, `09:00 ${open.id}`);
    const [incident] = await kit.service.incidents();
    expect(incident?.snoozedUntil?.toISOString()).toBe('2026-11-23T00:00:00.000Z');
  });

  test('on what somebody else has acknowledged says who, to the one who pressed', async () => {
    await kit.know(knownWith({ ...acknowledged, acknowledgedBy: 'U0SEOUL' }));
    expect((await kit.press(acknowledge, open.id))?.text).toBe('<@U0SEOUL> has already acknowledged it.');
  });

  test('on what has recovered says that, and when', async () => {
    await kit.know(knownWith(recovered));
    expect((await kit.press(acknowledge, open.id))?.text).toMatch(/It recovered 2026-11-22 03:02 UTC/);
  });

  test.each([
    ['an alert that is not known', acknowledge, 'no_sign_of_life:paper:docker:1'],
    ['no value', acknowledge, null],
    ['markup', acknowledge, '<!channel>'],
    ['what only begins as an outage does', acknowledge, `${blind.id}:now`],
    ['a very long value', mute, 'x'.repeat(2_000)],
    ['a snooze that no menu offers', snooze, `999d ${open.id}`],
    ['a snooze of nothing', snooze, '1h '],
    ['a snooze without a time', snooze, open.id],
    ['an unknown button', 'incident:explode', open.id],
    ['the name of a member that every object has', 'constructor', open.id],
  ])('with %s is answered politely, and changes nothing', async (_, actionId, value) => {
    await kit.know(knownWith(open));
    expect((await kit.press(actionId, value))?.text).toContain('Sorry, this button belongs to no alert');
    expect(await stateAfter()).toBe('open');
    expect(await kit.alertStore.pending()).toEqual([]);
  });

  test('finds an alert whose id is too long for a button', async () => {
    const long = { ...open, id: `no_sign_of_life:${'x'.repeat(500)}` };
    await kit.know(knownWith(long));
    await kit.press(acknowledge, incidentActionValue(long.id));
    expect(await stateAfter()).toBe('acknowledged');
  });

  test.each([
    [mute, open.id],
    [snooze, `4h ${open.id}`],
  ])('%s of somebody who is no operator changes nothing and names whom to ask', async (actionId, value) => {
    await kit.know(knownWith(open));
    expect((await kit.press(actionId, value, STRANGER))?.text).toContain('Please ask <@U0OPERATOR>.');
    expect(await stateAfter()).toBe('open');
  });

  test('Mute where nobody is named as an operator names the setting', async () => {
    kit = createAlertHarness({ roles: { operators: null } });
    await kit.know(knownWith(open));
    expect((await kit.press(mute, open.id))?.text).toContain('`OPERATORS` is empty');
    expect(await stateAfter()).toBe('open');
  });

  test.each([
    [acknowledge, open.id, 'acknowledged'],
    [snooze, `1h ${open.id}`, 'snoozed'],
  ])('%s is for everyone who may view', async (actionId, value, state) => {
    await kit.know(knownWith(open));
    await kit.press(actionId, value, STRANGER);
    expect(await stateAfter()).toBe(state);
  });

  test('Status now is for viewers too, and shows the trader of the alert', async () => {
    kit = createAlertHarness({ roles: { operators: ['U0OPERATOR'] } });
    await kit.know(knownWith(recovered));
    kit.store.set('paper:docker:arbitrage:stats:trades_total', '21021');
    expect((await kit.press(status, open.id, STRANGER))?.shown).toContain('21,021');
  });

  test('Status now of a storm shows its traders, and no other', async () => {
    await kit.know(knownWith(storm));
    kit.store.set('shadow:docker:arbitrage:stats:trades_today', '31');
    kit.store.set('live:local:arbitrage:stats:trades_today', '12');
    const told = await kit.press(status, open.id);
    expect(told?.shown).toContain('31 trades today');
    expect(told?.shown).not.toContain('live local');
  });

  describe.each([blind.id, 'monitoring_outage:start:1795316400'])('of an outage that lasts, %s,', (id) => {
    test.each([
      [acknowledge, id],
      [snooze, `1h ${id}`],
      [unsnooze, id],
    ])('%s is told that this alert ends by itself', async (actionId, value) => {
      await kit.know({ ...knownWith(), observedAt: minutesAgo(30) });
      expect((await kit.press(actionId, value))?.text).toMatch(/cannot be acknowledged.* closes by itself/);
    });

    test('Status now shows all traders', async () => {
      await kit.know({ ...knownWith(), observedAt: minutesAgo(30) });
      kit.store.set('paper:docker:arbitrage:stats:trades_today', '31');
      kit.store.set('live:local:arbitrage:stats:trades_today', '12');
      expect((await kit.press(status, id))?.shown).toMatch(/live local.*paper docker/s);
    });
  });

  test('Status now of an outage that is over shows all traders', async () => {
    await kit.know(knownWith(blindOver));
    kit.store.set('live:local:arbitrage:stats:trades_today', '12');
    expect((await kit.press(status, blindOver.id))?.shown).toContain('live local');
  });

  test('of an outage whose message is from before it was over is told that this alert ends by itself', async () => {
    await kit.know(knownWith(blindOver));
    expect((await kit.press(acknowledge, blindOver.id))?.text).toContain('closes by itself');
  });

  test('while Redis cannot be read says that, and not that it was done', async () => {
    await kit.know(knownWith(open));
    kit.store.simulateOutage('unreachable');
    expect((await kit.press(acknowledge, open.id))?.text).toContain('Redis cannot be reached');
  });

  test('that fails by a fault of our own names the reference for the log', async () => {
    const broken = {
      incidents: async () => {
        throw new Error('broken');
      },
    } as unknown as AlertsService;
    kit = createAlertHarness({ alerts: broken });
    expect((await kit.press(acknowledge, open.id))?.text).toContain('ref-1234');
  });
});
