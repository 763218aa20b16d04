import { incidentNotification } from '../../src/alerting/incidents/notificationIds';
import { encodeNotification } from '../../src/notify/model/codec';
import { StateCache } from '../../src/notify/recovery/stateCache';
import type { AlertStore } from '../../src/storage/alertStore';
import { type AlertHarness, createAlertHarness } from '../helpers/alertHarness';
import { createAlertsService } from '../helpers/alertsService';
import { knownWith, minutesAgo, open, storm } from '../helpers/incidents';

const settings = {
  channel: 'C0ALERTS',
  checkIntervalMs: 15_000,
  outageAfterMs: 60_000,
  remindAfterMs: [3_600_000, 14_400_000] as const,
  rules: {},
};

/** The same store, but something comes between reading and storing, so many times. */
function disturbed(alertStore: AlertStore, times: number, disturb: () => Promise<unknown>): AlertStore {
  let left = times;
  return {
    load: () => alertStore.load(),
    version: () => alertStore.version(),
    generations: () => alertStore.generations(),
    async commit(change) {
      if (left > 0) {
        left -= 1;
        await disturb();
      }
      return alertStore.commit(change);
    },
    pending: () => alertStore.pending(),
    claim: (...args) => alertStore.claim(...args),
    release: (...args) => alertStore.release(...args),
    complete: (...args) => alertStore.complete(...args),
    messageRefs: () => alertStore.messageRefs(),
    audit: (count) => alertStore.audit(count),
  };
}

const serviceOver = (alertStore: AlertStore, kit: AlertHarness): ReturnType<typeof createAlertsService> =>
  createAlertsService({
    ...kit,
    alertStore,
    stateCache: new StateCache({ alertStore, log: kit.log.log }),
    log: kit.log.log,
    settings: () => settings,
  });

const acknowledgement = { kind: 'acknowledge', incidentId: open.id, userId: 'U0OPERATOR' } as const;

test('what a check stores meanwhile is kept, and the action is done on top of it', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith(open));
  const checked = () => kit.know({ ...knownWith(storm), observedAt: minutesAgo(-1) });
  const alertStore = disturbed(kit.alertStore, 3, checked);
  const service = serviceOver(alertStore, kit);
  expect(await service.act(acknowledgement)).toEqual({ kind: 'done' });
  const [incident] = await kit.service.incidents();
  expect(incident?.targets).toHaveLength(3);
  expect(incident?.acknowledgedBy).toBe('U0OPERATOR');
});

test('two who acknowledge at the same time: one does it, the other hears who', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith(open));
  const other = () => kit.service.act({ ...acknowledgement, userId: 'U0SEOUL' });
  const alertStore = disturbed(kit.alertStore, 1, other);
  const service = serviceOver(alertStore, kit);
  expect(await service.act(acknowledgement)).toEqual({
    kind: 'refused',
    refusal: { kind: 'already_acknowledged', by: 'U0SEOUL', isYou: false },
  });
  expect(await kit.alertStore.audit(9)).toHaveLength(1);
});

test('an action that never wins is given up, says so, and wakes nobody', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith(open));
  const alertStore = disturbed(kit.alertStore, Number.POSITIVE_INFINITY, () => kit.know(knownWith(open)));
  const service = serviceOver(alertStore, kit);
  expect(await service.act(acknowledgement)).toMatchObject({
    kind: 'refused',
    refusal: { kind: 'conflict' },
  });
  expect(kit.dispatcher.wakes).toBe(0);
});

test('why shows when and where a message was sent, and whether a change of it waits', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith({ ...open, revision: 2 }));
  const text = JSON.stringify({
    channel: 'C0ALERTS',
    ts: '1795316401.000100',
    revision: 1,
    coveredUntil: null,
  });
  const { version = 0 } = (await kit.alertStore.load()) ?? {};
  await kit.alertStore.commit({
    from: version,
    records: new Map(),
    enqueue: [],
    cancel: [],
    audit: [],
    messages: [{ incidentId: open.id, text }],
  });
  const { shown } = await kit.ask('/arb-alerts why paper docker');
  expect(shown).toMatch(/sent to .* 2026-11-22 03:00:01 UTC, with a change still to be sent/);
});

test('what waits for a message that was left behind in another channel is said to wait for that', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith(open));
  const { version = 0 } = (await kit.alertStore.load()) ?? {};
  const told = { channel: 'C0ALERTS', detectedAt: minutesAgo(5) };
  const left = { ...incidentNotification(open, told), staleChannel: 'C0OTHER' };
  const put = [{ id: left.id, text: encodeNotification(left) }];
  await kit.alertStore.commit({
    from: version,
    records: new Map(),
    enqueue: put,
    cancel: [],
    audit: [],
    messages: [],
  });
  const { shown } = await kit.ask('/arb-alerts');
  expect(shown).toContain('Update of an alert (Down: paper docker) for');
  expect((await kit.service.overview()).pending).toMatchObject([{ channel: 'C0OTHER' }]);
});

test('why tells what is held back of a target that is muted, snoozed, or not seen', async () => {
  const kit = createAlertHarness();
  const known = knownWith({ ...open, state: 'snoozed', snoozedBy: 'U0SEOUL', snoozedUntil: minutesAgo(-60) });
  const targets = known.targets.map((target) => ({ ...target, muted: true }));
  await kit.know({ ...known, targets, observedAt: minutesAgo(30) });
  const { suppressed } = await kit.service.explain('paper:docker');
  expect(suppressed).toMatchObject([
    { kind: 'outage', incident: { openedAt: minutesAgo(30) } },
    { kind: 'muted' },
    { kind: 'reminders', incident: { snoozedBy: 'U0SEOUL', snoozedUntil: minutesAgo(-60) } },
  ]);
});
