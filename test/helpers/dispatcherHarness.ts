import type { Message } from '../../formatters';
import { t } from '../../formatters/text/catalogue';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { Dispatcher, type DispatcherDeps } from '../../src/notify/dispatcher';
import { encodeNotification } from '../../src/notify/model/codec';
import type { Notification } from '../../src/notify/model/notification';
import { type Render, withoutBlocks } from '../../src/notify/rendering';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { createSlackMessageApi } from '../../src/slack/outbound/webApi';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { type SettableClock, settableClock } from './clock';
import { type KeptLog, keptLog } from './log';
import { START } from './notifications';

/** A message as it stands in a channel. */
export interface ShownMessage {
  readonly ts: string;
  readonly text: string;
  readonly threadTs: string | null;
}

/** A store, a Slack and a clock, to let copies of the dispatcher work on. */
export interface DispatcherHarness {
  readonly clock: SettableClock;
  readonly slack: Sandbox;
  readonly store: MemoryStore;
  readonly alertStore: AlertStore;
  readonly port: SlackMessageApi;
  readonly log: KeptLog;
  dispatcher(owner: string, change?: Partial<DispatcherDeps>): Dispatcher;
  /** Commits what is to be sent, and what no longer is. */
  put(...deliveries: readonly Notification[]): Promise<void>;
  /** What everybody sees, the oldest first. */
  standing(channel?: string): ShownMessage[];
  texts(channel?: string): string[];
  /** Sends, moving the clock on from one time that something is due to the next, until nothing waits or `forMs` are over. */
  work(dispatcher: Dispatcher, forMs?: number): Promise<void>;
  waitingIds(): Promise<string[]>;
  stop(): Promise<void>;
}

export const ALERTS = 'C0ALERTS';
export const OPS = 'C0OPS';

/** Names what is sent, and what the dispatcher has to say about it. */
export const render: Render = (
  delivery,
  { isDelayed, delayReason, detectedAt, now, redirectedFrom, newest, withoutLayout },
) => {
  const name =
    delivery.kind === 'incident'
      ? `${delivery.incident.rule} ${delivery.incident.state} r${delivery.incident.revision}`
      : delivery.id;
  const clock = (time: Date): string => time.toISOString().slice(11, 19);
  const lateness = isDelayed
    ? ` detected ${clock(detectedAt)}, delivered ${clock(now)}${delayReason ? ` (${t.common.notSent(delayReason)})` : ''}`
    : '';
  const pointer = newest && `pointer to ${newest.url ?? newest.channel ?? 'a newer message'}`;
  const text =
    pointer ??
    `${name}${lateness}${redirectedFrom ? ` instead of ${redirectedFrom.channel}: ${redirectedFrom.code}` : ''}`;
  const message: Message = { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
  return { message: withoutLayout === undefined ? message : withoutBlocks(message, withoutLayout) };
};

/** From now on a channel refuses messages and changes to them; the function that is returned mends it. */
export function rejectIn({ slack }: DispatcherHarness, channel: string, error = 'is_archived'): () => void {
  const when = (asked: Readonly<Record<string, unknown>>) => asked.channel === channel;
  const mends = ['chat.postMessage', 'chat.update'].map((route) => slack.fail(route, { error }, { when }));
  return () => {
    for (const mend of mends) mend();
  };
}

export const withFallback = { settings: { fallbackChannel: OPS } };

/** What the messages tell, without where they were meant to go and how late they are. */
export const statesIn = ({ texts }: DispatcherHarness, channel: string): string[] =>
  texts(channel).map((text) => text.split(/ detected| instead/)[0] ?? '');

/** A copy that dies when its first post is carried out. */
export const crashingDispatcher = (
  { dispatcher, port }: DispatcherHarness,
  change: Partial<SlackMessageApi> = {},
): Dispatcher =>
  dispatcher('dying', {
    slack: {
      ...port,
      post: async (what) => {
        await port.post(what);
        return new Promise(() => undefined);
      },
      ...change,
    },
  });

interface DeskOptions extends Omit<SandboxOptions, 'clock'> {
  readonly alertStore?: AlertStore;
  readonly clock?: SettableClock;
}

export async function createDispatcherHarness(options: DeskOptions = {}): Promise<DispatcherHarness> {
  const { alertStore: given, clock = settableClock(START), ...sandboxOptions } = options;
  const slack = await startSandbox({ clock, ...sandboxOptions });
  const store = new MemoryStore(clock);
  const alertStore = given ?? new MemoryAlertStore(store, clock);
  const log = keptLog();
  const apiOptions = { token: slack.tokens.bot, apiUrl: slack.apiUrl, log: log.log };
  const port = createSlackMessageApi({ ...apiOptions, clock });
  const standing = (channel = ALERTS): ShownMessage[] =>
    slack.world.messagesIn(channel).map(({ ts, text, threadTs }) => ({ ts, text, threadTs }));
  const desk: DispatcherHarness = {
    clock,
    slack,
    store,
    alertStore,
    port,
    log,
    dispatcher: (owner, change = {}) =>
      new Dispatcher({
        alertStore,
        slack: port,
        clock,
        log: log.log,
        render,
        instanceId: owner,
        random: () => 0,
        ...change,
        settings: { fallbackChannel: null, duplicateCheckDelayMs: 5, ...change.settings },
      }),
    put: async (...deliveries) => {
      const from = (await alertStore.load())?.version ?? 0;
      const put = deliveries.map((one) => ({ id: one.id, text: encodeNotification(one) }));
      await alertStore.commit({
        from,
        records: new Map(),
        enqueue: put,
        cancel: [],
        audit: [],
        messages: [],
      });
    },
    standing,
    texts: (channel) => standing(channel).map(({ text }) => text),
    work: async (dispatcher, forMs = 600_000) => {
      const untilMs = clock.now().getTime() + forMs;
      for (;;) {
        const waitMs = await dispatcher.dispatchDue();
        if (dispatcher.health().pending === 0 || clock.now().getTime() + waitMs > untilMs) return;
        clock.advance(waitMs);
      }
    },
    waitingIds: async () => (await alertStore.pending()).map(({ id }) => id).sort(),
    stop: () => slack.stop(),
  };
  return desk;
}
