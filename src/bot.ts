import { randomUUID } from 'node:crypto';
import { COMMANDS } from '../commands';
import { actionOf } from '../commands/actions';
import type { Services } from '../commands/command';
import { handleAction, handleCommand } from '../commands/lib/pipeline';
import { Roles } from './access/roles';
import { TargetStates } from './alerting/targetStates';
import { type AlertPipeline, createAlertPipeline } from './alertPipeline';
import type { BotConfig } from './config';
import { HttpServer } from './http/server';
import { redisReadiness } from './http/storeReadiness';
import { CheckLoop } from './jobs/checkLoop';
import { Discovery } from './jobs/discovery';
import { TraderEvidence } from './jobs/traderEvidence';
import type { Clock, Sleep } from './lib/clock';
import type { Logger } from './lib/logger';
import type { LogLoss } from './lib/logOutput';
import { Metrics } from './metrics/metrics';
import { Targets } from './monitors/live/targetDirectory';
import { SessionCache } from './monitors/tuning/cache/sessionCache';
import { sessionsOfPrefixes } from './monitors/tuning/sessionFinder';
import { StateUnavailableError } from './redis/errors';
import type { ActionHandler } from './slack/inbound/actions';
import { type CommandHandler, SlackApp } from './slack/inbound/app';
import { slackUserGroups } from './slack/outbound/userGroups';
import { placeId } from './state/keys';
import { connectStores, type Stores } from './storage/connect';
import type { StoreStatus } from './storage/storeStatus';

/** What is in flight longer is cut off; closing Slack takes up to 2 s more, and Redis 3 s. */
const STOP_LIMIT_MS = 4_500;

/** How often it is asked whether it is time to look for traders, in ms. */
const LOOKOUT_EVERY_MS = 15_000;

export interface Bot {
  /** Resolves when commands can come in, however long Slack is away; to the port of its HTTP side. Throws SlackTokenError, ForeignStoreError. */
  start(): Promise<{ port: number }>;
  /** Finishes what is in flight and leaves no connection open, within 10 s. */
  stop(): Promise<void>;
  /** Rejects when it turns out, after the start, that the bot must not go on: with ForeignStoreError. */
  readonly failed?: Promise<never>;
}

export interface BotDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** How many lines of the log were lost so far, by why; not known unless given. */
  readonly lostLogLines?: () => Readonly<Record<LogLoss, number>>;
  /** How the watching waits, where its clock is not the machine's. */
  readonly sleep?: Sleep;
  /** A demo trading system's state in place of `config.redis`; every message that shows it says "demo data". */
  readonly demo?: Stores;
  /** In place of its own, which checks at an interval: over the same state. */
  readonly pipeline?: AlertPipeline;
}

/** All of the bot, wired. Nothing is connected before `start`, except to Redis. */
export function createBot(config: BotConfig, deps: BotDeps): Bot {
  const { clock, log, demo, pipeline: given, sleep } = deps;
  const metrics = new Metrics(deps.lostLogLines);
  const onFailure = (reason: string) => metrics.redisFailed(reason);
  const { failed, fail } = failure();
  const state =
    demo ??
    connectStores(config.redis, {
      clock,
      log,
      onFailure,
      botRedis: config.store.redis,
      botPrefix: config.store.prefix,
      onForeignStore: fail,
    });
  const sessions = sessionsOfPrefixes(
    config.directory.prefixes,
    (keyPrefix) => new SessionCache({ ...state, clock, log }, { ...config.tuning, keyPrefix }),
  );
  const discovery = new Discovery({ ...state, prefixes: config.directory.prefixes, clock, log });
  const { prefixes } = config.directory;
  const evidence = new TraderEvidence({ state, discovery, prefixes, clock, log });
  const watching =
    given ??
    (config.alerts &&
      createAlertPipeline(config, config.alerts, state, {
        clock,
        log,
        demo: demo !== undefined,
        metrics,
        sessions,
        discovery,
        evidence,
        ...(sleep && { sleep }),
      }));
  if (watching) metrics.registerGauges(() => watching.metrics());
  const services: Services = {
    botStore: state.botStore,
    clock,
    log,
    states: new TargetStates({
      store: state.store,
      clock,
      live: config.live,
      stored: async () => (await watching?.known()) ?? null,
      configured: config.targets,
      ...(config.alerts && { checkIntervalMs: config.alerts.decide.checkIntervalMs }),
      controls: evidence.controls,
      eviction: state.eviction,
      // Who watches stores what it knows of real orders; who does not has only the passes over all keys.
      lastRealOrder: async (place) => evidence.realOrders.lastRealOrderAt().get(placeId(place)) ?? null,
    }),
    sessions,
    targets: watching?.targets ?? new Targets(config.directory, { discovered: () => discovery.latest }),
    eviction: state.eviction,
    format: { demo: demo !== undefined, currency: config.currency, docsUrl: config.docsUrl },
    alerts: watching?.alerts ?? null,
    digests: watching?.digests ?? null,
    zone: config.timezone,
    roles: new Roles(config.roles, slackUserGroups(config.slack, { clock, log }), log),
  };
  const newErrorId = () => randomUUID().slice(0, 8);
  const handlers = COMMANDS.map(
    (command): CommandHandler => ({
      name: command.name,
      handle: (text, requester) =>
        withDuration(clock, handleCommand(command, text, { ...services, requester, newErrorId }), (ms) =>
          metrics.commandHandled(command.name, ms),
        ),
    }),
  );
  const onAction: ActionHandler = ({ actionId, value }, requester) =>
    withDuration(clock, handleAction(actionId, value, { ...services, requester, newErrorId }), (ms) =>
      metrics.actionHandled(actionOf(actionId)?.actionId ?? 'unknown', ms),
    );
  // Who watches looks for traders at its checks.
  const lookout = watching
    ? null
    : new CheckLoop({
        check: () => discovery.runWhenDue(),
        everyMs: LOOKOUT_EVERY_MS,
        log,
        ...(sleep && { sleep }),
      });
  const onRejected = () => metrics.requestRejected();
  const markRequestSeen = (id: string) => state.botStore.markRequestSeen(id);
  const slack = new SlackApp(config.slack, handlers, onAction, { clock, log, onRejected, markRequestSeen });
  const http = new HttpServer({
    host: config.host,
    port: config.port,
    slackEvents: slack.requestListener,
    readiness: async () => {
      const [slackReady, redisReady] = await Promise.all([
        slack.readiness(),
        redisReadiness(state, { mustStore: watching !== null }),
      ]);
      return { slack: slackReady, ...redisReady, ...watching?.readiness() };
    },
    metrics,
    log,
  });

  return {
    async start() {
      if (watching !== null || state.storeStatus.isSeparate) await claimStore(state.storeStatus, log);
      metrics.collectProcessMetrics();
      const port = await http.start();
      log.info({ port }, 'listening');
      watching?.start();
      lookout?.start();
      await slack.start();
      return { port };
    },
    async stop() {
      await discovery.stop();
      evidence.stop();
      await Promise.all([
        lookout?.stop(),
        http.stop(STOP_LIMIT_MS),
        slack.stop(STOP_LIMIT_MS),
        watching?.stop(STOP_LIMIT_MS),
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

/** Awaits the work, and reports how long it took, in ms. */
async function withDuration<T>(clock: Clock, work: Promise<T>, onDone: (ms: number) => void): Promise<T> {
  const begun = clock.now().getTime();
  const done = await work;
  onDone(clock.now().getTime() - begun);
  return done;
}
