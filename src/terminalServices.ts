import { TargetStates } from './alerting/targetStates';
import type { OpenOptions } from './cli/cli';
import type { ReadingServices } from './cli/readingServices';
import type { AlertConfig, MonitorConfig } from './config';
import { readBalanceWeek } from './digests/balanceWeek';
import { StoredDigestsService } from './digests/digestService';
import { NO_HISTORY } from './history/noHistory';
import type { Clock } from './lib/clock';
import type { Logger } from './lib/logger';
import { ControlMonitor } from './monitors/live/controls';
import { Targets } from './monitors/live/targetDirectory';
import { RealOrderMonitor } from './monitors/orders/realOrders';
import { RecordMonitor } from './monitors/records/recordMonitor';
import { SessionCache } from './monitors/tuning/cache/sessionCache';
import { findSessions, sessionsOfPrefixes } from './monitors/tuning/sessionFinder';
import { StoredAlertsService } from './notify/alerts/alertService';
import { StateCache } from './notify/recovery/stateCache';
import { type DiscoveredKeys, discover } from './state/discovery';
import { placeId, targetId } from './state/keys';
import type { BotStore } from './storage/botStore';
import { connectStores, type Stores } from './storage/connect';
import { NO_PERSONAL_SETTINGS } from './storage/personal/personalSettings';

/** The passes over all keys are so far apart, in ms. */
const LOOK_AROUND_EVERY_MS = 60_000;
/** A digest says how the traders are where they were observed in the last so many ms. */
const FRESH_FOR_MS = 60_000;

const REFUSED = 'a terminal only reads';

export interface TerminalServicesDeps extends OpenOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** The IANA zone of the terminal. */
  readonly zone: string;
  /** Read in place of what the configuration names. */
  readonly stores?: Stores;
}

/** What the terminal's commands read with, wired: the monitors and services of the bot, over a store that is only read. */
export function openTerminalServices(
  config: MonitorConfig,
  alerts: AlertConfig | null,
  { clock, log, zone, repeats, stores, past }: TerminalServicesDeps,
): ReadingServices {
  const { redis: botRedis, prefix: botPrefix } = config.store;
  const state = stores ?? connectStores(config.redis, { clock, log, botRedis, botPrefix, readsOnly: true });
  const { store, alertStore, eviction } = state;
  const stateCache = new StateCache({ ...state, log });
  const { prefixes } = config.directory;
  const [firstPrefix = ''] = prefixes;
  const realOrders = new RealOrderMonitor({
    ...state,
    clock,
    log,
    idOf: (target) => targetId(target, firstPrefix),
  });
  const controls = new ControlMonitor({ store, clock, log });
  const records = new RecordMonitor({ ...state, clock, log, firstPrefix });
  let found: DiscoveredKeys | null = null;
  let isDueAtMs = Number.NEGATIVE_INFINITY;
  let denied = false;
  return {
    deps: {
      botStore: readOnly(state.botStore),
      people: { known: () => NO_PERSONAL_SETTINGS, of: refuse, change: refuse },
      clock,
      log,
      states: new TargetStates({
        store,
        clock,
        live: () => config.live,
        stored: () => stateCache.current(),
        configured: () => config.targets,
        checkIntervalMs: () => alerts?.decide.checkIntervalMs ?? 0,
        controls,
        eviction,
        lastRealOrder: (place) => Promise.resolve(realOrders.lastRealOrderAt().get(placeId(place)) ?? null),
      }),
      sessions: sessionsOfPrefixes(prefixes, (keyPrefix) => {
        const settings = { ...config.tuning, keyPrefix };
        if (repeats) return new SessionCache({ ...state, clock, log }, settings);
        return { find: (search, signal) => findSessions(store, settings, search, signal) };
      }),
      targets: new Targets(() => config.directory, {
        discovered: () => found,
        remembered: () =>
          stateCache
            .known()
            ?.targets.map(({ target, firstSeenAt }) => ({ target, isSeen: firstSeenAt !== null })) ?? [],
      }),
      records,
      eviction,
      format: {
        demo: false,
        currency: config.currency,
        currencies: config.currencies,
        docsUrl: config.docsUrl,
        isUnlimited: true,
      },
      alerts:
        alerts &&
        new StoredAlertsService({
          ...{ alertStore, stateCache, clock, log, settings: () => alerts.decide },
          dispatcher: { wake: () => undefined },
          dropper: { drop: refuse },
        }),
      digests:
        alerts &&
        new StoredDigestsService({
          alertStore,
          configs: () => alerts.digests,
          clock,
          freshForMs: () => FRESH_FOR_MS,
          ...(past && {
            weekOf: readBalanceWeek({ ...state, history: past.history, zone: () => past.timezone, log }),
          }),
        }),
      zone,
      requester: { userId: '', channelId: '' },
      roles: {
        permission: async (role) => {
          if (role === 'viewer') return { kind: 'allowed' };
          denied = true;
          return { kind: 'read_only' };
        },
      },
      history: past?.history ?? NO_HISTORY,
      doctor: refuse,
      reload: refuse,
      rehearse: refuse,
      configuration: () => {
        throw new Error(REFUSED);
      },
    },
    async lookAround(signal) {
      const nowMs = clock.monotonicMs();
      if (nowMs < isDueAtMs) return;
      found = await discover(store, prefixes, signal);
      await Promise.all([
        ...[realOrders.seed(found), controls.seed(found.controlKeys), records.seed(found)],
        stateCache.current(),
      ]);
      isDueAtMs = nowMs + LOOK_AROUND_EVERY_MS;
    },
    get wasDenied() {
      return denied;
    },
    async close() {
      realOrders.close();
      records.close();
      await state.close();
    },
  };
}

/** A total that is typed in a terminal counts for that reading alone; who may change more is nobody here. */
const readOnly = (store: BotStore): BotStore => ({
  tuningTotal: (session) => store.tuningTotal(session),
  rememberTuningTotal: async () => undefined,
  sessionNames: () => store.sessionNames(),
  nameSession: refuse,
  balanceNotes: () => store.balanceNotes(),
  addBalanceNote: refuse,
  removeBalanceNote: refuse,
  people: () => store.people(),
  replacePerson: refuse,
  markRequestSeen: refuse,
});

/** No command of a terminal asks for it. */
const refuse = async (): Promise<never> => {
  throw new Error(REFUSED);
};
