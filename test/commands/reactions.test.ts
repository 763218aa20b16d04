import { encodeMessageRef } from '../../src/notify/model/codec';
import { type AlertHarness, createAlertHarness, OPERATOR, STRANGER } from '../helpers/alertHarness';
import { acknowledged, knownWith, minutesAgo, open, recovered, snoozed } from '../helpers/incidents';

const NEWEST = { channel: 'C0ALERTS', ts: '1795316402.000200' };
const EARLIER = { channel: 'C0ALERTS', ts: '1795316401.000100' };

describe('👀 on the message of an alert', () => {
  let kit: AlertHarness;

  const know = async (incident = open) => {
    await kit.know(knownWith(incident));
    const { version = 0 } = (await kit.alertStore.load()) ?? {};
    const ref = { ...NEWEST, revision: 1, coveredUntil: null, staleMessages: [{ ...EARLIER, revision: 0 }] };
    await kit.alertStore.commit({
      ...{ from: version, records: new Map(), enqueue: [], cancel: [], audit: [] },
      messages: [{ incidentId: incident.id, text: encodeMessageRef(ref) }],
    });
  };
  const state = async () => (await kit.service.incidents())[0];

  beforeEach(() => {
    kit = createAlertHarness({ roles: { viewers: ['C0OPS', 'C0ALERTS'], operators: ['U0OPERATOR'] } });
  });

  test.each([
    ['open', open],
    ['snoozed', snoozed],
  ])('acknowledges one that is %s, with nothing more to say', async (_, incident) => {
    await know(incident);
    expect(await kit.react(NEWEST)).toBeNull();
    expect(await state()).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'U0OPERATOR' });
  });

  test('of two people counts once, as does a duplicate', async () => {
    await know();
    await kit.react(NEWEST);
    expect(await kit.react(NEWEST)).toBeNull();
    expect(await kit.react(NEWEST, { userId: 'U0VIEWER', channelId: 'C0ALERTS' })).toBeNull();
    expect(await state()).toMatchObject({ acknowledgedBy: 'U0OPERATOR' });
  });

  test.each([
    ['recovered', recovered],
    ['acknowledged by somebody', { ...acknowledged, acknowledgedBy: 'U0SEOUL' }],
  ])('changes nothing about one that is %s, and says nothing', async (_, incident) => {
    await know(incident);
    expect(await kit.react(NEWEST)).toBeNull();
    expect(await state()).toMatchObject({ state: incident.state, acknowledgedBy: incident.acknowledgedBy });
  });

  test.each([
    ['an earlier message of it', EARLIER],
    ['an entry of its thread', { channel: 'C0ALERTS', ts: '1795316409.000900' }],
    ['a message elsewhere', { channel: 'C0OPS', ts: NEWEST.ts }],
  ])('on %s is none', async (_, message) => {
    await know();
    expect(await kit.react(message)).toBe('unknown');
    expect(await state()).toMatchObject({ state: 'open' });
  });

  test.each([
    ['a stranger', STRANGER],
    ['somebody of another workspace', { ...OPERATOR, userId: 'U0ELSEWHERE', isExternal: true as const }],
  ])('of %s changes nothing, and says whom to ask', async (_, requester) => {
    await know();
    expect(await kit.react(NEWEST, requester)).toMatchObject({ text: expect.stringContaining('Please ask') });
    expect(await state()).toMatchObject({ state: 'open' });
  });

  test('while Redis cannot be read says so to who reacted', async () => {
    await know();
    kit.store.simulateOutage('unreachable');
    expect(await kit.react(NEWEST)).toMatchObject({
      text: expect.stringContaining('Redis cannot be reached'),
    });
  });

  test('without an alert channel is none', async () => {
    kit = createAlertHarness({ alerts: null });
    expect(await kit.react(NEWEST)).toBe('unknown');
  });
});

test('the newest message is found also long after', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith({ ...open, openedAt: minutesAgo(6_000) }));
  expect(await kit.service.incidentAt('C0ALERTS', NEWEST.ts)).toBeNull();
});
