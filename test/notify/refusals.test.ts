import { dropNotification } from '../../src/alerting/undelivered/drop';
import type { DroppedNotification } from '../../src/alerting/undelivered/dropped';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { Dropper } from '../../src/notify/undelivered/dropper';
import { createAlertHarness } from '../helpers/alertHarness';
import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  withFallback,
} from '../helpers/dispatcherHarness';
import { knownWith } from '../helpers/incidents';
import { digest, event, incident, incidentDelivery, note } from '../helpers/notifications';
import { checkAt } from '../helpers/stateCaches';

const MINUTE_MS = 60_000;
const HALF_AN_HOUR_MS = 1_800_000;
const settings = { channel: ALERTS } as const;

let desk: DispatcherHarness;
let stateCache: StateCache;
beforeEach(async () => {
  desk = await createDispatcherHarness();
  stateCache = new StateCache({ alertStore: desk.alertStore, log: desk.log.log });
  await checkAt(stateCache, 0);
});
afterEach(() => desk.stop());

/** A dispatcher that gives up as the bot does. */
function dispatcherOf(name: string, change: Parameters<DispatcherHarness['dispatcher']>[1] = {}) {
  const { clock, log, alertStore } = desk;
  const cache = new StateCache({ alertStore, log: log.log });
  const dropper = new Dropper({
    ...{
      stateCache: cache,
      clock,
      log: log.log,
      settings: () => settings as never,
      dispatcher: { wake: () => undefined },
    },
  });
  return desk.dispatcher(name, {
    ...change,
    hooks: {
      onUndeliverable: (what) => dropper.giveUp(what),
    },
  });
}

/** Sends what is due once every half an hour. */
async function often(dispatcher: ReturnType<DispatcherHarness['dispatcher']>, times: number) {
  for (let time = 0; time < times; time++) {
    await desk.work(dispatcher, 2_500);
    desk.clock.advance(HALF_AN_HOUR_MS);
  }
}

const dropped = async () => ((await stateCache.load()).known?.dropped ?? []).map(({ id }) => id);
const inThreads = { when: ({ thread_ts }: Readonly<Record<string, unknown>>) => thread_ts !== undefined };
const withText = (text: string) => ({
  when: (asked: Readonly<Record<string, unknown>>) => `${asked.text}`.includes(text),
});

test('A thread entry whose thread is locked stands in the channel within two minutes, and keeps no ping back', async () => {
  desk.slack.fail('chat.postMessage', { error: 'thread_is_closed_to_apps' }, inThreads);
  const dispatcher = dispatcherOf('a');
  await desk.put(incidentDelivery(), note());
  await desk.work(dispatcher, 2 * MINUTE_MS);
  expect(desk.standing()).toMatchObject([{ threadTs: null }, { text: 'note:1', threadTs: null }]);
  expect(dispatcher.health().oldest).toBeNull();
});

test('What Slack refuses for itself alone is given up, listed and logged, while all else goes on', async () => {
  desk.slack.fail('chat.postMessage', { error: 'never_heard_of' }, withText('digest:1'));
  const dispatcher = dispatcherOf('a');
  await desk.put(digest(), event());
  await desk.work(dispatcher, 15 * MINUTE_MS);
  await desk.put(event('event:2'));
  await desk.work(dispatcher, 15 * MINUTE_MS);
  expect([desk.texts().map((text) => text.split(' ')[0]), await desk.waitingIds(), await dropped()]).toEqual([
    ['event:1', 'event:2'],
    [],
    ['digest:1'],
  ]);
  expect(desk.log.text()).toContain('notification dropped');
});

test('It is tried in the fallback before', async () => {
  const notInAlerts = { when: ({ channel }: Readonly<Record<string, unknown>>) => channel === ALERTS };
  desk.slack.fail('chat.postMessage', { error: 'never_heard_of' }, notInAlerts);
  await desk.put(digest());
  await desk.work(dispatcherOf('a', withFallback), 5 * MINUTE_MS);
  expect(desk.texts(OPS)).toEqual([expect.stringContaining('instead of C0ALERTS: never_heard_of')]);
});

test('What both its channel and the fallback refuse is given up though only the one took others', async () => {
  desk.slack.fail('chat.postMessage', { error: 'never_heard_of' }, withText('digest:1'));
  const dispatcher = dispatcherOf('a', withFallback);
  await desk.put(digest());
  await desk.work(dispatcher, 12 * MINUTE_MS);
  await desk.put(event());
  await desk.work(dispatcher, 12 * MINUTE_MS);
  expect([desk.texts().length, desk.texts(OPS), await dropped()]).toEqual([1, [], ['digest:1']]);
});

test('A critical alert is tried for a day while nothing tells whether Slack or the message is at fault', async () => {
  desk.slack.fail('chat.postMessage', { error: 'never_heard_of' });
  const dispatcher = dispatcherOf('a');
  await desk.put(incidentDelivery(incident({ severity: 'critical' })), digest());
  await often(dispatcher, 40);
  expect(await dropped()).toEqual(['digest:1']);
  await often(dispatcher, 20);
  expect(await dropped()).toEqual([incident().id, 'digest:1']);
});

test.each([
  ['an outage of Slack', { status: 500 }],
  ['a token that is refused', { error: 'token_revoked' }],
  ['a limit', { ratelimited: true, retryAfterS: 60 }],
] as const)('%s gives nothing up, however long it lasts', async (_, fault) => {
  const end = desk.slack.fail('chat.postMessage', fault);
  const dispatcher = dispatcherOf('a');
  await desk.put(incidentDelivery(), event());
  await often(dispatcher, 60);
  end();
  await desk.work(dispatcher, 10 * MINUTE_MS);
  expect([desk.texts().length, await dropped()]).toEqual([2, []]);
});

test('Two instances, and a restart in the middle, give one thing up once', async () => {
  desk.slack.fail('chat.postMessage', { error: 'never_heard_of' }, withText('digest:1'));
  await desk.put(digest(), event());
  const both = [dispatcherOf('a'), dispatcherOf('b')];
  for (let minute = 0; minute < 40; minute++) {
    const dispatcher = minute === 6 ? dispatcherOf('restarted') : both[minute % 2];
    if (minute === 12) await desk.put(event('event:2'));
    await dispatcher?.dispatchDue();
    desk.clock.advance(MINUTE_MS);
  }
  const audit = await desk.alertStore.audit(10);
  expect([await dropped(), audit.filter((text) => text.includes('dropped')).length]).toEqual([
    ['digest:1'],
    1,
  ]);
});

test('A critical alert that is given up is announced by another message, once', () => {
  const lost = {
    ...{
      id: 'no_sign_of_life:live:docker:1',
      kind: 'incident',
      rule: 'no_sign_of_life',
      target: 'live:docker',
    },
    ...{ channel: ALERTS, detectedAt: null, droppedAt: new Date(), failure: { kind: 'other', code: 'x' } },
    ...{ by: null, isCritical: true },
  } as const satisfies DroppedNotification;
  const announced = dropNotification(knownWith(), lost, settings).notifications;
  expect(announced).toMatchObject([{ kind: 'event', event: { rule: 'undelivered', severity: 'critical' } }]);
  const again = { ...lost, id: announced[0]?.id ?? '', rule: 'undelivered' };
  expect(dropNotification(knownWith(), again, settings).notifications).toEqual([]);
});

describe('/arb-alerts drop', () => {
  const harness = async () => {
    const kit = createAlertHarness();
    await kit.know(knownWith());
    const waiting = incidentDelivery();
    await kit.alertStore.commit({
      ...{ from: 1, records: new Map(), cancel: [], audit: [], messages: [] },
      enqueue: [{ id: waiting.id, text: JSON.stringify(waiting) }],
    });
    const number = (await kit.service.overview()).pending[0]?.number ?? 0;
    return { kit, number };
  };

  test('gives up the message of that number, and lists it with who did so', async () => {
    const { kit, number } = await harness();
    expect((await kit.ask(`/arb-alerts drop ${number}`)).shown).toMatch(
      /^Given up: Alert \(Down: paper docker\)/,
    );
    const { shown } = await kit.ask('/arb-alerts');
    expect(shown).toMatch(
      /1 message given up, sent to nobody\n.*Alert \(Down: paper docker\) .* given up .* by /,
    );
    expect(await kit.alertStore.pending()).toEqual([]);
  });

  test.each([
    ['', 'A number is missing'],
    ['now', 'is not the number of a message'],
    ['7', 'No message waits under 7'],
  ])('%j says what to type instead', async (words, expected) => {
    const { kit } = await harness();
    expect((await kit.ask(`/arb-alerts drop ${words}`)).shown).toContain(expected);
    expect(await kit.alertStore.pending()).toHaveLength(1);
  });
});
