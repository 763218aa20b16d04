import fc from 'fast-check';
import { arbAlerts } from '../../commands/arbAlerts';
import { arbDigest } from '../../commands/arbDigest';
import { handleCommand } from '../../commands/lib/pipeline';
import type { Message } from '../../formatters';
import { checkedContent } from '../../sandbox/messageContent';
import { type AlertState, decodeState, encodeState } from '../../src/alerting';
import type { PagingSettings } from '../../src/alerting/escalation/escalation';
import { dueDigests } from '../../src/digests/dueDigests';
import { CheckJob } from '../../src/jobs/checkJob';
import { previousRun } from '../../src/jobs/cronSchedule';
import { Dispatcher } from '../../src/notify/dispatcher';
import { decodeNotification, encodeNotification } from '../../src/notify/model/codec';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { createRenderer } from '../../src/notify/render';
import type { Render } from '../../src/notify/rendering';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { decodeRetryState } from '../../src/storage/alertCodec';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { createAlertHarness } from '../helpers/alertHarness';
import { NO_OUTAGES } from '../helpers/checkJobHarness';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { messageText } from '../helpers/messageText';
import { runScenario, SETTINGS } from '../helpers/scenario';
import { sessionOf, worker } from '../helpers/snapshots';
import { jsonOf, recordsOf } from '../helpers/storedState';
import { ALWAYS, second, snapshotOf, trader } from '../helpers/traders';
import { always, answered } from './always';
import { type Damage, damage, damaged } from './damage';
import { strangeIn } from './strange';
import { hostileText } from './text';

const DIGEST = {
  ...{ name: 'daily', cron: '0 * * * *', zone: 'UTC', channel: 'C0ALERTS' },
  targets: ['paper:docker', 'live:docker'],
  sections: ['trades', 'safety', 'balance', 'uptime', 'incidents', 'tuning', 'state'] as const,
};
const traders = [
  trader('paper:docker', [[-600, 100]], { reports: () => ({ tradesTotal: 12 }) }),
  trader('shadow:local', [
    [-600, 60],
    [240, 9e9],
  ]),
  trader('live:docker', [ALWAYS], {
    reports: (t) => ({ circuitBreakerTriggersTotal: t < 200 ? 0 : 1, totalBalance: 100 }),
  }),
];
const slots = ({ cron, zone }: { readonly cron: string; readonly zone: string }, after: Date, now: Date) =>
  previousRun(cron, zone, after, now);

const PAGING: PagingSettings = {
  escalation: {
    severities: ['critical', 'warning'],
    steps: [
      { afterMs: 60_000, notify: { dm: 'U0ANNA' } },
      { afterMs: 120_000, notify: { webhook: 'pager' } },
      { afterMs: 9e6, notify: { dm: 'U0ANNA' } },
    ],
  },
};

const story = runScenario({
  traders,
  until: 600,
  sessions: (t) => [sessionOf([worker('w', Math.floor(t / 60))], 100)],
  settings: { paging: PAGING },
});
/** As much as there can be: incidents, sessions, and what a digest compares with. */
const KNOWN: AlertState = dueDigests(story.known, [DIGEST], second(601), slots)?.state ?? story.known;
const KNOWN_JSON: unknown = jsonOf(encodeState(KNOWN));
const DELIVERIES = [
  ...story.deliveries,
  ...(dueDigests(KNOWN, [DIGEST], second(7_300), slots)?.notifications ?? []),
];

/** Ids that may be named: those that the damage puts there, too. */
const NAMED = ['C0ALERTS', 'U0ANNA', 'U0OPERATOR'];

function expectWhole(message: Message): void {
  checkedContent(JSON.parse(JSON.stringify(message)));
  expect(messageText(message)).not.toContain('went wrong in arbwatch');
  expect(strangeIn(message, NAMED)).toEqual([]);
}

const PARTS = ['targets', 'sessions', 'incidents', 'digests'] as const;

/** The name of the stored part that something is in. */
function nameOf(part: (typeof PARTS)[number], each: object): string {
  if ('target' in each) return `target:${each.target}`;
  if ('openedAt' in each && 'id' in each) return `incident:${each.id}`;
  return part === 'digests' && 'name' in each ? `digest:${each.name}` : part;
}

const asRecords = (json: unknown): Map<string, string> =>
  recordsOf(json !== null && typeof json === 'object' && !Array.isArray(json) ? { ...json } : {});

/** What was not touched must be there as it was. */
function expectUntouchedParts(read: AlertState, path: readonly string[]): void {
  for (const part of PARTS) {
    const untouched = (KNOWN[part] ?? []).filter((each) => nameOf(part, each) !== path[0]);
    expect(read[part] ?? []).toEqual(expect.arrayContaining(untouched));
  }
}

test('The generated state is large enough to be damaged', () => {
  expect(PARTS.map((part) => KNOWN[part]?.length ?? 0).every((length) => length > 0)).toBe(true);
  expect(new Set(DELIVERIES.map(({ kind }) => kind)).size).toBeGreaterThan(2);
});

test('After any damage to the alert state, the rest is kept and checks continue', async () => {
  await always(
    answered(fc.array(damage, { minLength: 1, maxLength: 2 }), async (all) => {
      const [first] = all;
      const once = damaged(KNOWN_JSON, first as Damage);
      const { state } = decodeState(asRecords(once.json));
      if (state !== null) expectUntouchedParts(state, once.path);
      const json = all.reduce<unknown>((text, one) => damaged(text, one).json, KNOWN_JSON);
      await expectToWatchOn(asRecords(json));
    }),
    30,
  );
});

test('With any text instead of the alert state, checks continue', async () => {
  await always(
    answered(fc.oneof(hostileText, fc.json()), (text) =>
      expectToWatchOn(new Map([...asRecords(KNOWN_JSON).keys()].map((name) => [name, text]))),
    ),
    15,
  );
});

/** Checks, commands and digests go on from such a text, and none of them fails. */
async function expectToWatchOn(records: ReadonlyMap<string, string>): Promise<void> {
  const kit = createAlertHarness({ digests: [DIGEST] });
  const { alertStore, clock, log } = kit;
  await alertStore.commit({
    from: 0,
    records,
    enqueue: [],
    cancel: [],
    audit: [...records.values()],
    messages: [],
  });
  let t = 615;
  clock.set(second(t));
  const look = async () =>
    ({
      kind: 'observed',
      at: second(t),
      snapshots: traders.map((each) => snapshotOf(each, t)),
      sessions: [],
    }) as const;
  const dispatcher = { wake: () => undefined };
  const memory = new StateCache({ alertStore, log: log.log });
  const watcher = new CheckJob({
    observe: look,
    stateCache: memory,
    outages: NO_OUTAGES,
    dispatcher,
    clock,
    log: log.log,
    settings: () => SETTINGS,
  });
  const render = createRenderer({
    options: () => ({ ...kit.deps.format, zone: 'UTC' }),
  });
  for (const passed of [0, 15, 15, 7_200]) {
    t += passed;
    clock.set(second(t));
    expect(await watcher.check()).toBe('committed');
    const due = dueDigests(memory.known() as AlertState, [DIGEST], second(t), slots);
    const waiting = await alertStore.pending();
    const texts = [
      ...waiting.map((each) => each.text),
      ...(due?.notifications ?? []).map(encodeNotification),
    ];
    for (const each of texts) expectWhole(messageOf(render, each));
    for (const each of waiting) await alertStore.complete(each.id, 'a', { text: each.text, message: null });
  }
  for (const line of ['', 'why live:docker', 'snooze paper docker 2h', 'ack live docker'])
    expectWhole((await handleCommand(arbAlerts, line, kit.deps)).message);
  expectWhole((await handleCommand(arbDigest, '', kit.deps)).message);
}

function messageOf(render: Render, text: string): Message {
  const delivery = decodeNotification(text);
  if (delivery === null) throw new Error(`It stores what it cannot read: ${text}`);
  return render(delivery, CONTEXT).message;
}

test('After any damage to the outbox, the rest is sent in messages that Slack accepts', async () => {
  const cases = fc.record({
    which: fc.nat({ max: DELIVERIES.length - 1 }),
    damages: fc.array(damage, { minLength: 1, maxLength: 3 }),
  });
  await always(
    answered(cases, async ({ which, damages }) => {
      const good: unknown = JSON.parse(encodeNotification(DELIVERIES[which] as (typeof DELIVERIES)[number]));
      const json = damages.reduce<unknown>((text, one) => damaged(text, one).json, good);
      const sent = await sentBeside(DELIVERIES[which]?.id ?? '', JSON.stringify(json));
      for (const message of sent) expectWhole(message);
      expect(sent.some(({ text }) => text.includes('Test alert'))).toBe(true);
    }),
    100,
  );
});

test('Any text instead of attempts is read as valid attempts or as none', () => {
  return always(
    fc.asyncProperty(fc.oneof(hostileText, fc.json()), async (text) => {
      const attempts = decodeRetryState(text);
      if (attempts !== null) expect(attempts.count).toBeGreaterThanOrEqual(0);
    }),
    100,
  );
});

const TEST = {
  kind: 'event',
  occurrence: null,
  id: 'event:test',
  channel: 'C0ALERTS',
  detectedAt: second(0),
  event: {
    rule: 'test',
    target: 'test',
    level: 'normal',
    severity: 'warning',
    details: { userId: 'U0OPERATOR' },
    at: second(0),
  },
} as const;

/** What reaches Slack of this text in the store, with a whole delivery and a message's place beside it. */
async function sentBeside(id: string, text: string): Promise<readonly Message[]> {
  const clock = settableClock(second(30));
  const store = new MemoryStore(clock);
  const alertStore = new MemoryAlertStore(store, clock);
  const sent: Message[] = [];
  const put = [
    { id, text },
    { id: TEST.id, text: encodeNotification(TEST) },
  ];
  const messages = [{ incidentId: 'no_sign_of_life:live:docker:1', text }];
  await alertStore.commit({ from: 0, records: new Map(), enqueue: put, cancel: [], audit: [], messages });
  const dispatcher = new Dispatcher({
    ...{ alertStore, clock, instanceId: 'a', random: () => 0, log: keptLog().log },
    slack: recording(sent),
    render: createRenderer({ options: () => ({ demo: false, currency: null, zone: 'UTC' }) }),
    settings: { fallbackChannel: null, duplicateCheckDelayMs: 1 },
  });
  for (let round = 0; round < 6; round += 1) {
    const waitMs = await dispatcher.dispatchDue();
    clock.advance(Math.min(60_000, Math.max(1_000, waitMs)));
  }
  return sent;
}

/** A Slack that takes everything. */
const recording = (sent: Message[]): SlackMessageApi => ({
  post: async ({ channel, message }) => {
    sent.push(message);
    return { kind: 'done', value: { channel, ts: `${sent.length}.0` } };
  },
  update: async ({ channel, ts, message }) => {
    sent.push(message);
    return { kind: 'done', value: { channel, ts } };
  },
  find: async () => ({ kind: 'done', value: null }),
  remove: async () => ({ kind: 'done', value: null }),
});

const CONTEXT = {
  detectedAt: second(600),
  now: second(700),
  isDelayed: true,
  delayReason: null,
  redirectedFrom: null,
};
