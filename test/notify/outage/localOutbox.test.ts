import { incidentNotification } from '../../../src/alerting/incidents/notificationIds';
import { encodeMessageRef } from '../../../src/notify/model/codec';
import { LocalOutbox } from '../../../src/notify/outage/localOutbox';
import type { RetryState } from '../../../src/storage/alertStore';
import { type SettableClock, settableClock } from '../../helpers/clock';
import { ALERTS } from '../../helpers/dispatcherHarness';
import { at, blind } from '../../helpers/notifications';

const posted = { channel: ALERTS, ts: '1795316401.000100' };
const TRIED: RetryState = { count: 1, notBefore: null, inDoubtSince: at(1).toISOString(), lastFailure: null };
const outage = blind();
const next = blind({ id: 'monitoring_outage:next', openedAt: at(600) });
const over = blind({ state: 'recovered', closedAt: at(300) });

let clock: SettableClock;
let outbox: LocalOutbox;
const enqueue = (incident = outage) =>
  outbox.enqueue(incidentNotification(incident, { channel: ALERTS, detectedAt: at(0) }));
const send = async (incident = outage, message = posted) => {
  await outbox.claim(incident.id);
  const text = encodeMessageRef({ ...message, revision: 1, coveredUntil: null, staleMessages: [] });
  await outbox.complete(incident.id, 'a', { text: '', message: { incidentId: incident.id, text } });
};
const pendingIds = async () => (await outbox.pending()).map(({ id }) => id);

beforeEach(() => {
  clock = settableClock(at(0));
  outbox = new LocalOutbox(clock);
});

describe('The local outbox', () => {
  test('holds an outage once, however often it is enqueued', async () => {
    enqueue();
    enqueue();
    expect(await pendingIds()).toEqual([outage.id]);
  });

  test('does not hold an outage again that was sent', async () => {
    enqueue();
    await send();
    enqueue();
    expect(await pendingIds()).toEqual([]);
  });

  test('holds the next outage alone', async () => {
    enqueue();
    enqueue(next);
    expect(await pendingIds()).toEqual([next.id]);
  });

  test('returns where an outage was posted, even once it is over, and nothing for any other outage', async () => {
    enqueue();
    await send();
    expect([outbox.messageOf(over), outbox.messageOf(next)]).toEqual([posted, null]);
    expect([...(await outbox.messageRefs()).keys()]).toEqual([outage.id]);
  });

  test('gives up an unsent outage that has ended', async () => {
    enqueue();
    outbox.cancelUnsent();
    expect(await pendingIds()).toEqual([]);
  });

  test('keeps where an outage was posted that ended while it was being posted', async () => {
    enqueue();
    await outbox.claim(outage.id);
    outbox.cancelUnsent();
    await send();
    expect(outbox.messageOf(outage)).toEqual(posted);
  });

  test('keeps an outage whose duplicates are not resolved, until they are', async () => {
    enqueue();
    await outbox.release(outage.id, 'a', { ...TRIED, posted });
    outbox.cancelUnsent();
    expect([await pendingIds(), outbox.messageOf(outage)]).toEqual([[outage.id], null]);
  });

  test('hands an unsent outage over to the store, which waits until a post without an answer cannot land', async () => {
    enqueue();
    await outbox.release(outage.id, 'a', TRIED, 10_000);
    clock.advance(1_000);
    expect([outbox.handOver(over), outbox.isInFlight(), await pendingIds()]).toEqual([10_000, true, []]);
    clock.advance(9_000);
    expect(outbox.isInFlight()).toBe(false);
  });

  test('reports a claim without an outcome', async () => {
    enqueue();
    expect(await outbox.claim(outage.id)).toMatchObject({ previousLeaseExpired: false });
    expect(await outbox.claim(outage.id)).toMatchObject({ previousLeaseExpired: true });
    expect(await outbox.claim('unknown')).toBeNull();
  });
});
