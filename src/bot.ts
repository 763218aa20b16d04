import { COMMANDS } from '../commands';
import { ACTION_NAMES } from '../commands/actions/actionNames';
import type { Services } from '../commands/command';
import { createReadContent } from '../commands/follow/readContent';
import { Roles } from './access/roles';
import { TargetStates } from './alerting/targetStates';
import { type AlertPipeline, createAlertPipeline } from './alertPipeline';
import { createBotHttp } from './botHttp';
import { type CheckHistory, createCheckHistory } from './checkHistory';
import { type BotConfig, watchSettings } from './config';
import { createSelfChecks, type SelfCheckDeps } from './doctor/selfChecks';
import { createFollow } from './follow/createFollow';
import { NO_HISTORY } from './history/noHistory';
import { CheckLoop } from './jobs/checks/checkLoop';
import { Discovery } from './jobs/discovery';
import { TraderEvidence } from './jobs/traderEvidence';
import { type Clock, endsWithin, type Sleep } from './lib/clock';
import type { Logger } from './lib/logger';
import type { LogLoss } from './lib/logOutput';
import { Metrics } from './metrics/metrics';
import { Targets } from './monitors/live/targetDirectory';
import { SessionCache } from './monitors/tuning/cache/sessionCache';
import { sessionsOfPrefixes } from './monitors/tuning/sessionFinder';
import { type ConfigOrigin, createRehearse } from './rehearsal/createRehearse';
import { createReloading } from './reload/createReloading';
import { createKnownPeople, createRequestHandlers } from './requestHandlers';
import { SlackApp } from './slack/inbound/app';
import { NewBlocks } from './slack/outbound/newBlocks';
import { slackUserGroups } from './slack/outbound/userGroups';
import { placeId } from './state/keys';
import { claimStore, lateFailure } from './storage/claimStore';
import { connectStores, type Stores } from './storage/connect';

/** What is in flight longer is cut off; closing Slack takes up to 2 s more, and Redis 3 s. */
const STOP_LIMIT_MS = 4_500;

/** What waits for the disk is given up after so long, in ms. */
const HISTORY_STOP_LIMIT_MS = 2_000;

/** The first check waits for what people set so long at most, in ms. */
const PEOPLE_LIMIT_MS = 1_000;

/** Without alerting, discovery is started this often where it is due, in ms. */
const DISCOVERY_INTERVAL_MS = 15_000;

export interface Bot {
  /** Resolves to its HTTP port when commands can come in, however long Slack is away. Throws SlackTokenError, ForeignStoreError. */
  start(): Promise<{ port: number }>;
  /** Finishes what is in flight and leaves no connection open, within 10 s. */
  stop(): Promise<void>;
  /** Reads the configuration again, and applies it where it is valid. Never rejects. */
  reload?(how: 'signal'): Promise<void>;
  /** Rejects with ForeignStoreError where it turns out after the start that the store is another bot's. */
  readonly failed?: Promise<never>;
}

export interface BotDeps extends SelfCheckDeps, ConfigOrigin {
  readonly clock: Clock;
  readonly log: Logger;
  /** Log lines lost so far, by reason; not known unless given. */
  readonly lostLogLines?: () => Readonly<Record<LogLoss, number>>;
  /** How alerting waits, where its clock is not the machine's. */
  readonly sleep?: Sleep;
  /** A demo trading system's state in place of `config.redis`; every message that shows it says "demo data". */
  readonly demo?: Stores;
  /** The name of this machine, as messages name it; not known unless given. */
  readonly host?: string;
  /** What is run of the alert pipeline, where that is not to check and send at its own pace. */
  readonly paced?: (pipeline: AlertPipeline) => AlertPipeline;
  /** In place of one as it is configured. */
  readonly history?: CheckHistory;
}

/** All of the bot, wired. Nothing is connected before `start`, except to Redis. */
export function createBot(config: BotConfig, deps: BotDeps): Bot {
  const { clock, log, demo, sleep, host = null, paced = (pipeline) => pipeline } = deps;
  let inUse = config;
  const settings = () => inUse;
  const metrics = new Metrics({
    lostLogLines: deps.lostLogLines,
    commands: COMMANDS.map(({ name }) => name),
    actions: ACTION_NAMES,
  });
  const { failed, fail } = lateFailure();
  const state =
    demo ??
    connectStores(config.redis, {
      ...{ clock, log, botRedis: config.store.redis, botPrefix: config.store.prefix },
      onFailure: (reason) => metrics.redisFailed(reason),
      onForeignStore: fail,
    });
  const { prefixes } = config.directory;
  const sessions = sessionsOfPrefixes(
    prefixes,
    (keyPrefix) => new SessionCache({ ...state, clock, log }, { ...config.tuning, keyPrefix }),
  );
  const discovery = new Discovery({ ...state, prefixes, clock, log });
  const evidence = new TraderEvidence({ state, discovery, prefixes, clock, log });
  const newBlocks = new NewBlocks({ clock, log });
  const { readers, ...known } = createKnownPeople(settings, { botStore: state.botStore, clock, log });
  const watched = watchSettings(settings);
  const history =
    deps.history ?? (watched && createCheckHistory(watched, { clock, log, texts: state.sharedTexts }));
  const pipeline =
    watched &&
    paced(
      createAlertPipeline(watched, state, {
        clock,
        log,
        demo: demo !== undefined,
        metrics,
        sessions,
        discovery,
        evidence,
        newBlocks,
        readers,
        host,
        ...(sleep && { sleep }),
        ...(history && { history: history.history }),
      }),
    );
  if (pipeline) metrics.registerGauges(() => pipeline.metrics());
  if (history) metrics.registerHistory(() => history.history.health());
  const { doctor, setup } = createSelfChecks(settings, deps);
  const { activation = null } = pipeline ?? {};
  const { reload, instance, ...reloading } = createReloading({
    ...{ settings, activation, host, clock, log, ...(sleep && { sleep }) },
    source: deps.source,
    apply(next) {
      if (next.logLevel !== inUse.logLevel) log.level = next.logLevel;
      inUse = next;
      pipeline?.settingsChanged();
      if (demo === undefined) setup.restart();
    },
    onResult: (result) => metrics.configuration.reloaded(result),
  });
  metrics.configuration.register(instance);
  const { follow, worker: followed } = createFollow({
    slack: config.slack,
    texts: state.sharedTexts,
    read: createReadContent((userId, channelId) => servicesOf({ userId, channelId })),
    doAlertsWait: () => (pipeline?.deliveryHealth().pending ?? 0) > 0,
    zone: () => settings().timezone,
    ...{ newBlocks, languages: known.languages, clock, log, ...(sleep && { sleep }) },
  });
  const services: Omit<Services, 'format' | 'zone'> = {
    botStore: state.botStore,
    clock,
    log,
    states: new TargetStates({
      store: state.store,
      clock,
      live: () => settings().live,
      stored: () => pipeline?.known() ?? Promise.resolve(null),
      configured: () => settings().targets,
      checkIntervalMs: () => settings().alerts?.decide.checkIntervalMs ?? 0,
      controls: evidence.controls,
      eviction: state.eviction,
      // Alerting also stores real orders; without it there are only the passes over all keys.
      lastRealOrder: (place) =>
        Promise.resolve(evidence.realOrders.lastRealOrderAt().get(placeId(place)) ?? null),
    }),
    records: evidence.records,
    sessions,
    targets:
      pipeline?.targets ?? new Targets(() => settings().directory, { discovered: () => discovery.latest }),
    eviction: state.eviction,
    alerts: pipeline?.alerts ?? null,
    digests: pipeline?.digests ?? null,
    history: history?.history ?? NO_HISTORY,
    ...known,
    doctor,
    reload: (userId) => reload('command', userId),
    rehearse: createRehearse({ ...deps, settings, history: history?.history ?? NO_HISTORY }),
    configuration: instance,
    follow,
    roles: new Roles(() => settings().roles, slackUserGroups(config.slack, { clock, log }), log),
  };
  const { commands, onAction, events, servicesOf } = createRequestHandlers({
    ...{ services, settings, metrics },
    isDemo: demo !== undefined,
  });
  // Alerting discovers traders at its checks.
  const discoveryLoop = pipeline
    ? null
    : new CheckLoop({
        check: () => discovery.runWhenDue(),
        everyMs: () => DISCOVERY_INTERVAL_MS,
        clock,
        log,
        ...(sleep && { sleep }),
      });
  const slack = new SlackApp(
    config.slack,
    commands,
    onAction,
    {
      clock,
      log,
      newBlocks,
      languages: known.languages,
      onRejected: () => metrics.requestRejected(),
      markRequestSeen: (id) => state.botStore.markRequestSeen(id),
    },
    events,
  );
  const http = createBotHttp({
    ...{ config, settings, state, pipeline, discovery, setup, slack, metrics, log },
    states: services.states,
    targets: services.targets,
  });

  return {
    async start() {
      if (pipeline !== null || state.storeStatus.isSeparate) await claimStore(state.storeStatus, log);
      metrics.collectProcessMetrics();
      const port = await http.start();
      history?.start();
      await endsWithin(known.people.refresh(), PEOPLE_LIMIT_MS);
      pipeline?.start();
      followed.start();
      discoveryLoop?.start();
      if (demo === undefined) void setup.start();
      reloading.start();
      await slack.start();
      return { port };
    },
    async stop() {
      setup.stop();
      evidence.stop();
      await Promise.all([
        endsWithin(discovery.stop(), STOP_LIMIT_MS),
        discoveryLoop && endsWithin(discoveryLoop.stop(), STOP_LIMIT_MS),
        http.stop(STOP_LIMIT_MS),
        slack.stop(STOP_LIMIT_MS),
        pipeline?.stop(STOP_LIMIT_MS),
        followed.stop(STOP_LIMIT_MS),
        endsWithin(reloading.stop(), STOP_LIMIT_MS),
      ]);
      await Promise.all([history?.stop(HISTORY_STOP_LIMIT_MS), state.close()]);
      log.info('stopped');
    },
    reload: async (how) => void (await reload(how, null)),
    failed,
  };
}
