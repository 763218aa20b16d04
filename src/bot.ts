import { randomUUID } from 'node:crypto';
import { COMMANDS } from '../commands';
import type { Services } from '../commands/command';
import {
  ACTION_NAMES,
  handleAction,
  handleCommand,
  handleReaction,
  type RequestDeps,
} from '../commands/lib/pipeline';
import { type Requester, Roles } from './access/roles';
import { TargetStates } from './alerting/targetStates';
import { type AlertPipeline, createAlertPipeline } from './alertPipeline';
import { createBotHttp } from './botHttp';
import { type BotConfig, watchSettings } from './config';
import { createSelfChecks, type SelfCheckDeps } from './doctor/selfChecks';
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
import { StateUnavailableError } from './redis/errors';
import type { ActionHandler } from './slack/inbound/actions';
import { type CommandHandler, SlackApp } from './slack/inbound/app';
import type { ReactionHandler } from './slack/inbound/reactions';
import { NewBlocks } from './slack/outbound/newBlocks';
import { slackUserGroups } from './slack/outbound/userGroups';
import { slackUserZones } from './slack/outbound/userZones';
import { placeId } from './state/keys';
import { connectStores, type Stores } from './storage/connect';
import type { StoreStatus } from './storage/storeStatus';

/** What is in flight longer is cut off; closing Slack takes up to 2 s more, and Redis 3 s. */
const STOP_LIMIT_MS = 4_500;

/** Without alerting, discovery is started this often where it is due, in ms. */
const DISCOVERY_INTERVAL_MS = 15_000;

export interface Bot {
  /** Resolves to its HTTP port when commands can come in, however long Slack is away. Throws SlackTokenError, ForeignStoreError. */
  start(): Promise<{ port: number }>;
  /** Finishes what is in flight and leaves no connection open, within 10 s. */
  stop(): Promise<void>;
  /** Rejects with ForeignStoreError where it turns out after the start that the store is another bot's. */
  readonly failed?: Promise<never>;
}

export interface BotDeps extends SelfCheckDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Log lines lost so far, by reason; not known unless given. */
  readonly lostLogLines?: () => Readonly<Record<LogLoss, number>>;
  /** How alerting waits, where its clock is not the machine's. */
  readonly sleep?: Sleep;
  /** A demo trading system's state in place of `config.redis`; every message that shows it says "demo data". */
  readonly demo?: Stores;
  /** What is run of the alert pipeline, where that is not to check and send at its own pace. */
  readonly paced?: (pipeline: AlertPipeline) => AlertPipeline;
}

/** All of the bot, wired. Nothing is connected before `start`, except to Redis. */
export function createBot(config: BotConfig, deps: BotDeps): Bot {
  const { clock, log, demo, sleep, paced = (pipeline) => pipeline } = deps;
  const settings = () => config;
  const metrics = new Metrics({
    lostLogLines: deps.lostLogLines,
    commands: COMMANDS.map(({ name }) => name),
    actions: ACTION_NAMES,
  });
  const { failed, fail } = failure();
  const state =
    demo ??
    connectStores(config.redis, {
      clock,
      log,
      onFailure: (reason) => metrics.redisFailed(reason),
      botRedis: config.store.redis,
      botPrefix: config.store.prefix,
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
  const watched = watchSettings(settings);
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
        ...(sleep && { sleep }),
      }),
    );
  if (pipeline) metrics.registerGauges(() => pipeline.metrics());
  const { doctor, setup } = createSelfChecks(config, deps);
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
    sessions,
    targets:
      pipeline?.targets ?? new Targets(() => settings().directory, { discovered: () => discovery.latest }),
    eviction: state.eviction,
    alerts: pipeline?.alerts ?? null,
    digests: pipeline?.digests ?? null,
    history: pipeline?.history ?? NO_HISTORY,
    userZones: slackUserZones(config.slack, { clock, log }),
    doctor,
    roles: new Roles(() => settings().roles, slackUserGroups(config.slack, { clock, log }), log),
  };
  const depsOf = (requester: Requester): RequestDeps => {
    const { currency, currencies, docsUrl, timezone: zone } = settings();
    return {
      ...services,
      requester,
      zone,
      format: { demo: demo !== undefined, currency, currencies, docsUrl },
      newErrorId: () => randomUUID().slice(0, 8),
      onHandled: (name, ms) =>
        'command' in name ? metrics.commandHandled(name.command, ms) : metrics.actionHandled(name.action, ms),
    };
  };
  const handlers = COMMANDS.map(
    (command): CommandHandler => ({
      name: command.name,
      handle: (text, requester) => handleCommand(command, text, depsOf(requester)),
    }),
  );
  const onReaction: ReactionHandler = (message, requester) => handleReaction(message, depsOf(requester));
  const onAction: ActionHandler = ({ actionId, value }, requester) =>
    handleAction(actionId, value, depsOf(requester));
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
    handlers,
    onAction,
    {
      clock,
      log,
      newBlocks,
      onRejected: () => metrics.requestRejected(),
      markRequestSeen: (id) => state.botStore.markRequestSeen(id),
    },
    onReaction,
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
      pipeline?.start();
      discoveryLoop?.start();
      if (demo === undefined) void setup.start();
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
      ]);
      await state.close();
      log.info('stopped');
    },
    failed,
  };
}

function failure(): { readonly failed: Promise<never>; readonly fail: (error: Error) => void } {
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  return { failed, fail };
}

/** A store that is away is claimed before its first use. Throws ForeignStoreError. */
async function claimStore(store: StoreStatus, log: Logger): Promise<void> {
  try {
    await store.claim();
  } catch (error) {
    if (!(error instanceof StateUnavailableError)) throw error;
    log.warn({ err: error }, 'store owner not verified yet; checking before first use');
  }
}
