import { arbAlerts } from '../../commands/arbAlerts';
import { arbDigest } from '../../commands/arbDigest';
import { arbStatus } from '../../commands/arbStatus';
import type { Command } from '../../commands/command';
import { handleCommand } from '../../commands/lib/pipeline';
import { liveStatusMessage, targetJson } from '../../formatters';
import type { Action, AlertSettings } from '../../src/alerting';
import { StoredDigestsService } from '../../src/digests/digestService';
import { CheckJob } from '../../src/jobs/checkJob';
import { Observer } from '../../src/jobs/observer';
import { DEFAULT_LIVE_SETTINGS } from '../../src/monitors/live/liveStatusMonitor';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import { StateCache } from '../../src/notify/recovery/stateCache';
import type { Place } from '../../src/state/keys';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { createAlertsService } from './alertsService';
import { NO_OUTAGES } from './checkJobHarness';
import { settableClock } from './clock';
import { everyone } from './everyone';
import { keptLog } from './log';
import { messageText } from './messageText';
import { SETTINGS } from './scenario';
import { statesOver } from './states';
import { terminalText } from './terminalText';
import { scanning } from './tuningState';

const PLAIN = { demo: false, currency: null };

/** A bot that watches a state in memory, from 08:00 UTC on 2026-11-22, and all that it answers about it. */
export function watchedBot(rules: AlertSettings['rules'] = {}) {
  const settings = { ...SETTINGS, rules };
  const clock = settableClock('2026-11-22T08:00:00Z');
  const store = new MemoryStore(clock);
  const alertStore = new MemoryAlertStore(store, clock);
  const botStore = new MemoryBotStore(store);
  const { log, text: logged } = keptLog();
  const dispatcher = { wake: () => undefined };
  const orders = new Map<string, Date>();
  const realOrders = { observe: async () => undefined, lastRealOrderAt: () => orders };
  const live = DEFAULT_LIVE_SETTINGS;
  const look = { store, botStore, clock, log, live: () => live, realOrders };
  const sight = new Observer({ ...look, tuning: DEFAULT_TUNING_SETTINGS, tuningEveryMs: 60_000 });
  const memory = new StateCache({ alertStore, log });
  const watcher = new CheckJob({
    observe: () => sight.observe(),
    stateCache: memory,
    outages: NO_OUTAGES,
    dispatcher,
    clock,
    log,
    settings: () => settings,
  });
  const alerts = createAlertsService({
    alertStore,
    stateCache: memory,
    dispatcher,
    clock,
    log,
    settings: () => settings,
  });
  const states = statesOver(store, clock, () => memory.current());
  const deps = {
    ...everyone,
    ...{ store, botStore, clock, log, alerts, live, states },
    digests: new StoredDigestsService({ alertStore, configs: () => [], clock, freshForMs: () => 60_000 }),
    sessions: scanning(store),
    format: PLAIN,
    newErrorId: () => 'ref-1234',
  };
  const asked = async (command: Command, words: string) => {
    const { message } = await handleCommand(command, words, deps);
    const shown = messageText(message);
    if (shown.includes('went wrong in arbwatch')) throw new Error(logged());
    return { text: message.text, shown };
  };
  return {
    clock,
    store,
    alertStore,
    /** When each live target last wrote a real order. */
    orders,
    check: () => watcher.check(),
    known: () => memory.current(),
    /** Does it about every open alert; what cannot be done is left. */
    async actOnAll(kind: Action['kind']): Promise<void> {
      const until = new Date(clock.now().getTime() + 60_000);
      for (const { id: incidentId } of await alerts.incidents())
        await alerts.act({ kind, incidentId, userId: 'U0OPERATOR', until });
    },
    /** Every screen that shows the target, at this moment. */
    async screens(place: Place) {
      const name = `${place.mode} ${place.env}`;
      const [view] = await states.of([place]);
      if (view === undefined) throw new Error('A target that was asked for has no state');
      return {
        view,
        status: await asked(arbStatus, name),
        overview: await asked(arbStatus, ''),
        alerts: await asked(arbAlerts, ''),
        why: await asked(arbAlerts, `why ${name}`),
        digest: await asked(arbDigest, ''),
        terminal: terminalText(liveStatusMessage(view, PLAIN), { zone: 'UTC' }),
        json: JSON.parse(JSON.stringify(targetJson(view, PLAIN))),
      };
    },
  };
}

export type WatchedBot = ReturnType<typeof watchedBot>;
