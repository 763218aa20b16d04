import { randomUUID } from 'node:crypto';
import type { AlertOptions } from '../formatters';
import { describeLosses } from './alerting/dataLoss';
import { staleAfterMsOf } from './alerting/rules/runRules';
import type { AlertsService } from './alerting/service';
import type { AlertState, TargetRecord } from './alerting/state/alertState';
import { computeStats } from './alerting/stats';
import type { AlertConfig, BotConfig } from './config';
import { type DigestsService, StoredDigestsService } from './digests/digestService';
import { CheckHealth, type Ready } from './jobs/checkHealth';
import { CheckJob } from './jobs/checkJob';
import { CheckLoop } from './jobs/checkLoop';
import { previousRun, scheduleCron } from './jobs/cronSchedule';
import { DeadmanPing } from './jobs/deadmanPing';
import { DigestJob } from './jobs/digestJob';
import { Discovery } from './jobs/discovery';
import { misspeltTargets, targetsNamedIn } from './jobs/misspeltTargets';
import { Observer } from './jobs/observer';
import { TraderEvidence } from './jobs/traderEvidence';
import { type Clock, type Sleep, systemSleep } from './lib/clock';
import type { Logger } from './lib/logger';
import { type GaugeValues, Metrics } from './metrics/metrics';
import { type TargetDirectory, Targets } from './monitors/live/targetDirectory';
import { SessionCache } from './monitors/tuning/cache/sessionCache';
import type { SessionFinder } from './monitors/tuning/sessionFinder';
import { sessionsOfPrefixes } from './monitors/tuning/sessionFinder';
import { StoredAlertsService } from './notify/alerts/alertService';
import { createDispatcher, type Health } from './notify/dispatcher';
import { StateCache } from './notify/recovery/stateCache';
import { createRenderer } from './notify/render';
import type { SlackMessageApi } from './slack/outbound/slackApi';
import { createSlackMessageApi } from './slack/outbound/webApi';
import type { Stores } from './storage/connect';

/** The tuning sessions are looked at this often, in ms: a look may be a pass over the whole keyspace. */
const TUNING_POLL_INTERVAL_MS = 60_000;
/** A digest is made from a sight of the last so many ms. */
const DIGEST_MAX_STATE_AGE_MS = 60_000;

/** What watches the traders and brings to Slack what follows from it. */
export interface AlertPipeline {
  readonly alerts: AlertsService;
  readonly digests: DigestsService;
  readonly targets: TargetDirectory;
  start(): void;
  /** One check, whenever it is asked for. */
  check(): Promise<unknown>;
  /** Sends all that may be sent now; resolves to the time (ms since the epoch) when the next may. */
  dispatchDue(): Promise<number>;
  /** Ends the check and the call in flight, within `limitMs`. */
  stop(limitMs: number): Promise<void>;
  deliveryHealth(): Health;
  readiness(): Readonly<Record<'watching' | 'delivery', Ready>>;
  metrics(): GaugeValues;
  /** What is known by the checks; null before the first. */
  known(): Promise<AlertState | null>;
}

export interface AlertPipelineDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly demo: boolean;
  /** Counts what happens; nobody sees it unless given. */
  readonly metrics?: Metrics;
  /** Those that the commands find in, too; its own unless given. */
  readonly sessions?: SessionFinder;
  /** In place of Slack's Web API as `config.slack` names it. */
  readonly slack?: SlackMessageApi;
  /** Finds out which traders there are, for the commands, too; its own unless given. */
  readonly discovery?: Discovery;
  /** What its passes make known of real orders and control states; its own unless given. */
  readonly evidence?: TraderEvidence;
  readonly sleep?: Sleep;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** All of the watching, wired; it does nothing before `start`. */
export function createAlertPipeline(
  config: BotConfig,
  { decide, fallbackChannel, deadmanPingUrl, digests }: AlertConfig,
  state: Stores,
  {
    clock,
    log,
    demo,
    metrics = new Metrics(),
    slack,
    sleep = systemSleep,
    random = Math.random,
    sessions = sessionsOfPrefixes(
      config.directory.prefixes,
      (keyPrefix) => new SessionCache({ ...state, clock, log }, { ...config.tuning, keyPrefix }),
    ),
    discovery = new Discovery({ ...state, prefixes: config.directory.prefixes, clock, log }),
    evidence = new TraderEvidence({ state, discovery, prefixes: config.directory.prefixes, clock, log }),
  }: AlertPipelineDeps,
): AlertPipeline {
  const { alertStore } = state;
  const { channel, checkIntervalMs } = decide;
  const maxRecordAge = (target: string) => staleAfterMsOf(decide.rules, target) / 3;
  const memory = new StateCache({
    alertStore,
    log,
    random,
    channel,
    checkIntervalMs,
    maxRecordAge,
    version01: state.version01 ?? null,
  });
  const options: AlertOptions = {
    demo,
    currency: config.currency,
    zone: config.timezone,
    docsUrl: config.docsUrl,
  };
  const { botToken: token, apiUrl } = config.slack;
  const dispatcher = createDispatcher({
    alertStore,
    slack: slack ?? createSlackMessageApi({ token, apiUrl, log }),
    clock,
    sleep,
    log,
    render: createRenderer({
      options,
      incident: (id) => memory.incident(id),
    }),
    instanceId: randomUUID(),
    settings: { fallbackChannel },
    random,
    hooks: {
      // What another copy tells, this one remembers, should Redis lose it before the next check.
      onRemoteChange: () => void memory.load().catch(() => undefined),
      onRollback: () => watcher.meetOlderData(),
      onDelivered: ({ delivery, detectedAt, deliveredAt }) =>
        metrics.delivered(delivery.kind, deliveredAt.getTime() - detectedAt.getTime()),
      onFailed: ({ call, kind }) => metrics.slackRequestFailed(call, kind),
    },
  });
  const targets = new Targets(config.directory, {
    discovered: () => discovery.latest,
    remembered: () => memory.known()?.targets.map(seenOf) ?? [],
  });
  const warn = misspeltTargets(targetsNamedIn(decide.rules, digests), log);
  discovery.onFound(() => warn(targets.existing()));
  const sight = new Observer({
    ...state,
    clock,
    targets,
    realOrders: evidence.realOrders,
    controls: evidence.controls,
    live: config.live,
    tuning: config.tuning,
    sessions,
    tuningEveryMs: TUNING_POLL_INTERVAL_MS,
    log,
    sleep,
  });
  const watcher = new CheckJob({
    look: () => sight.observe(),
    stateCache: memory,
    dispatcher,
    clock,
    log,
    settings: decide,
    store: state.storeStatus,
  });
  const loops = new CheckHealth({
    clock,
    checkIntervalMs: decide.checkIntervalMs,
    lastStoredObservation: () => memory.known()?.observedAt ?? null,
    delivery: () => dispatcher.health(),
    dataLoss: () => describeLosses(memory.known()?.losses ?? null, clock.now()),
  });
  const deadman = deadmanPingUrl === null ? null : new DeadmanPing({ url: deadmanPingUrl, log });
  const freshForMs = Math.max(DIGEST_MAX_STATE_AGE_MS, 2 * decide.checkIntervalMs);
  const digestJob = new DigestJob({
    stateCache: memory,
    dispatcher,
    clock,
    log,
    digests,
    previousRun: ({ cron, zone }, after, now) => previousRun(cron, zone, after, now),
    maxStateAgeMs: freshForMs,
  });
  // No check waits for a digest, which must not keep anybody from seeing that a trader died.
  const check = async () => {
    void discovery.runWhenDue();
    const outcome = await watcher.check().catch((error: unknown) => {
      metrics.checkCompleted('error');
      throw error;
    });
    metrics.checkCompleted(outcome);
    const isWell = loops.record(outcome) && loops.checkReadiness().ready && loops.isDeliveryHealthy();
    if (isWell) deadman?.ping();
    digestJob.nudge();
  };
  let schedules: readonly { stop(): void }[] = [];
  const loop = new CheckLoop({ check, everyMs: decide.checkIntervalMs, log, sleep });
  return {
    alerts: new StoredAlertsService({
      alertStore,
      stateCache: memory,
      dispatcher,
      clock,
      log,
      settings: decide,
      storeOutage: () => state.storeStatus.refusal(),
    }),
    digests: new StoredDigestsService({ alertStore, configs: digests, clock, freshForMs }),
    targets,
    start() {
      evidence.start(() => targets.list());
      dispatcher.start();
      loop.start();
      schedules = digests.map((digest) => scheduleCron(digest, () => digestJob.run(), log));
    },
    check,
    dispatchDue: () => dispatcher.dispatchDue(),
    async stop(limitMs) {
      evidence.stop();
      for (const schedule of schedules) schedule.stop();
      await Promise.all([loop.stop(), dispatcher.stop(limitMs), deadman?.stop(), discovery.stop()]);
    },
    known: () => memory.current(),
    deliveryHealth: () => dispatcher.health(),
    readiness: () => ({ watching: loops.checkReadiness(), delivery: loops.deliveryReadiness() }),
    metrics() {
      const [known, { pending, oldest, faults }] = [memory.known(), dispatcher.health()];
      return {
        lastCheckAt: new Date(clock.now().getTime() - loops.ageMs()),
        stats: known && computeStats(known),
        pending,
        oldestPendingMs: oldest?.ageMs ?? null,
        channelFaults: faults.length,
      };
    },
  };
}

const seenOf = ({ target, firstSeenAt }: TargetRecord) => ({ target, isSeen: firstSeenAt !== null });
