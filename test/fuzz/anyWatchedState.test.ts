import fc from 'fast-check';
import { arbAlerts } from '../../commands/arbAlerts';
import { arbDigest } from '../../commands/arbDigest';
import { handleCommand } from '../../commands/lib/pipeline';
import type { Message } from '../../formatters';
import { checkedContent } from '../../sandbox/messageContent';
import { type Action, decodeState } from '../../src/alerting';
import { StoredDigestsService } from '../../src/digests/digestService';
import { CheckJob } from '../../src/jobs/checkJob';
import { Observer } from '../../src/jobs/observer';
import { ControlMonitor } from '../../src/monitors/live/controls';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/live/liveStatusMonitor';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import { decodeNotification } from '../../src/notify/model/codec';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { createRenderer } from '../../src/notify/render';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { createAlertsService } from '../helpers/alertsService';
import { NO_OUTAGES } from '../helpers/checkJobHarness';
import { settableClock } from '../helpers/clock';
import { everyone } from '../helpers/everyone';
import { keptLog } from '../helpers/log';
import { messageText } from '../helpers/messageText';
import { SETTINGS } from '../helpers/scenario';
import { statesOver } from '../helpers/states';
import { scanning } from '../helpers/tuningState';
import { always, answered } from './always';
import { controlState, counterState, onceEach, type State, traderState, tuningState } from './states';
import { strangeIn } from './strange';
import { writeToMemory } from './writing';

const FORMAT = { demo: false, currency: 'KRW' };
const NAMED = ['U0OPERATOR', 'C0ALERTS'];
const TARGETS = ['live:docker', 'paper:docker'];
const RUNS = ['run-1', 'a\n*:<!channel>'].map((runId) => ({
  env: 'production',
  runId,
  key: `v2:production:${runId}:control:state`,
}));

interface Step {
  readonly passedMs: number;
  /** What is written then, over what was there. */
  readonly written: State;
  /** What somebody does about the incidents after the check. */
  readonly act: Action['kind'] | null;
}

const step: fc.Arbitrary<Step> = fc.record({
  passedMs: fc.constantFrom(15_000, 15_000, 60_000, 120_000, 900_000),
  written: fc.oneof(
    ...TARGETS.map(traderState),
    ...TARGETS.map(counterState),
    tuningState.map(onceEach),
    ...RUNS.map(({ key }) => controlState(key)),
  ),
  act: fc.option(fc.constantFrom('acknowledge', 'snooze', 'unsnooze', 'mute'), { freq: 3 }),
});

/** The watching of one copy over a state in memory, and what it would tell. */
function watching() {
  const clock = settableClock('2026-11-22T08:00:00Z');
  const store = new MemoryStore(clock);
  const alertStore = new MemoryAlertStore(store, clock);
  const botStore = new MemoryBotStore(store);
  const { log, text } = keptLog();
  const dispatcher = { wake: () => undefined };
  const controls = new ControlMonitor({ store, clock, log });
  const sight = new Observer({
    controls,
    store,
    botStore,
    clock,
    log,
    live: () => DEFAULT_LIVE_SETTINGS,
    tuning: DEFAULT_TUNING_SETTINGS,
    tuningEveryMs: 60_000,
  });
  const memory = new StateCache({ alertStore, log });
  const watcher = new CheckJob({
    observe: () => sight.observe(),
    stateCache: memory,
    outages: NO_OUTAGES,
    dispatcher,
    clock,
    log,
    settings: () => SETTINGS,
  });
  const render = createRenderer({
    options: () => ({ ...FORMAT, zone: 'Asia/Seoul' }),
  });
  const alerts = createAlertsService({
    alertStore,
    stateCache: memory,
    dispatcher,
    clock,
    log,
    settings: () => SETTINGS,
  });
  const digests = new StoredDigestsService({
    alertStore,
    configs: () => [],
    clock,
    freshForMs: () => 60_000,
  });
  const deps = {
    ...everyone,
    ...{ store, botStore, clock, log, alerts, digests },
    live: DEFAULT_LIVE_SETTINGS,
    states: statesOver(store, clock, () => memory.current()),
    sessions: scanning(store),
    format: FORMAT,
    newErrorId: () => 'ref-1234',
  };
  return {
    clock,
    store,
    controls,
    watcher,
    alertStore,
    logged: text,
    /** Every message that waits to be sent; they count as sent then. */
    async told(): Promise<Message[]> {
      const messages: Message[] = [];
      for (const { id, text } of await alertStore.pending()) {
        const delivery = decodeNotification(text);
        if (delivery === null) throw new Error(`It stores what it cannot read: ${text}`);
        const { detectedAt } = delivery;
        const context = {
          detectedAt,
          now: clock.now(),
          isDelayed: false,
          delayReason: null,
          redirectedFrom: null,
        };
        messages.push(render(delivery, context).message);
        await alertStore.complete(id, 'a', { text, message: null });
      }
      return messages;
    },
    async actOnAll(kind: Action['kind']): Promise<void> {
      const until = new Date(clock.now().getTime() + 60_000);
      for (const { id: incidentId } of await alerts.incidents())
        await alerts.act({ kind, incidentId, userId: 'U0OPERATOR', until });
    },
    /** What the commands about it answer. */
    asked: async (): Promise<Message[]> => {
      const lines = ['', ...TARGETS.map((target) => `why ${target}`)];
      const answers = await Promise.all([
        ...lines.map((line) => handleCommand(arbAlerts, line, deps)),
        handleCommand(arbDigest, '', deps),
      ]);
      return answers.map(({ message }) => message);
    },
  };
}

function expectWhole(message: Message, logged: () => string): void {
  checkedContent(JSON.parse(JSON.stringify(message)));
  if (messageText(message).includes('went wrong in arbwatch')) throw new Error(logged());
  expect(strangeIn(message, NAMED)).toEqual([]);
}

test('Whatever the traders write, every check succeeds, and every alert and digest can be sent', async () => {
  const cases = fc.array(step, { minLength: 2, maxLength: 10 });
  await always(
    answered(cases, async (steps) => {
      const { clock, store, watcher, alertStore, actOnAll, told, asked, logged, controls } = watching();
      await controls.seed(RUNS);
      for (const { passedMs, written, act } of steps) {
        clock.advance(passedMs);
        writeToMemory(store, written);
        expect(await watcher.check()).toBe('committed');
        if (act !== null) await actOnAll(act);
        for (const message of await told()) expectWhole(message, logged);
      }
      for (const message of await asked()) expectWhole(message, logged);
      const stored = await alertStore.load();
      expect(decodeState(stored?.records ?? new Map()).discarded.size).toBe(0);
      expect(logged()).not.toContain('is forgotten');
    }),
    35,
  );
});
