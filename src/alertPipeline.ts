import { createAlertDispatcher } from './alertDispatcher';
import { describeLosses } from './alerting/dataLoss';
import { staleAfterMsOf } from './alerting/evaluation/runRules';
import { channelOf } from './alerting/routing/alertRoutes';
import type { AlertsService } from './alerting/service';
import type { AlertState, TargetRecord } from './alerting/state/alertState';
import { computeStats } from './alerting/stats';
import type { AlertConfig, BotConfig } from './config';
import { type DigestsService, StoredDigestsService } from './digests/digestService';
import type { HistoryReader } from './history/historyReader';
import { CheckHealth, type Ready } from './jobs/checkHealth';
import { CheckJob } from './jobs/checkJob';
import { CheckLoop } from './jobs/checkLoop';
import { previousRun, scheduleCron } from './jobs/cronSchedule';
import { DeadmanPing } from './jobs/deadmanPing';
import { DigestJob } from './jobs/digestJob';
import { Discovery } from './jobs/discovery';
import { DrillJob } from './jobs/drillJob';
import { misspeltTargets, targetsNamedIn } from './jobs/misspeltTargets';
import { Observer } from './jobs/observer';
import { TraderEvidence } from './jobs/traderEvidence';
import { type Clock, endsWithin, type Sleep, systemSleep } from './lib/clock';
import type { Logger } from './lib/logger';
import { type GaugeValues, Metrics } from './metrics/metrics';
import { type TargetDirectory, Targets } from './monitors/live/targetDirectory';
import { SessionCache } from './monitors/tuning/cache/sessionCache';
import type { SessionFinder } from './monitors/tuning/sessionFinder';
import { sessionsOfPrefixes } from './monitors/tuning/sessionFinder';
import { StoredAlertsService } from './notify/alerts/alertService';
import type { DeliveryHealth } from './notify/dispatcher';
import { LocalDecisions } from './notify/outage/localDecisions';
import { OutageReporter } from './notify/outage/outageReporter';
import { StateCache } from './notify/recovery/stateCache';
import { Dropper } from './notify/undelivered/dropper';
import { NewBlocks } from './slack/outbound/newBlocks';
import type { SlackMessageApi } from './slack/outbound/slackApi';
import type { Stores } from './storage/connect';

/** The tuning sessions are read this often, in ms: that may be a pass over the whole keyspace. */
const TUNING_POLL_INTERVAL_MS = 60_000;
/** A digest is built from a state that was observed in the last so many ms. */
const DIGEST_MAX_STATE_AGE_MS = 60_000;

/** Checks the traders and sends to Slack what follows. */
export interface AlertPipeline {
  readonly alerts: AlertsService;
  readonly digests: DigestsService;
  /** What the checks found before; absent where that is not kept. */
  readonly history?: HistoryReader;
  readonly targets: TargetDirectory;
  start(): void;
  /** One check, whenever it is asked for. */
  check(): Promise<unknown>;
  /** Takes the step of a drill that is due, if one is. */
  stepDrill(): Promise<void>;
  /** Sends all that may be sent now; resolves to how long until the next may, in ms. */
  dispatchDue(): Promise<number>;
  /** Ends the check and the call in flight, within `limitMs`. */
  stop(limitMs: number): Promise<void>;
  deliveryHealth(): DeliveryHealth;
  /** Queues the digests that are due, whenever one may be. */
  runDigests(): Promise<unknown>;
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
  /** What is known of the blocks that the workspace takes, by responses to commands, too; its own unless given. */
  readonly newBlocks?: NewBlocks;
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
  alertConfig: AlertConfig,
  state: Stores,
  {
    clock,
    log,
    demo,
    metrics = new Metrics(),
    slack,
    newBlocks = new NewBlocks({ clock, log }),
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
  const { deadmanPingUrl, digests } = alertConfig;
  const decide = { ...alertConfig.decide, startedAt: clock.now() };
  const { alertStore, version01 = null } = state;
  const { checkIntervalMs } = decide;
  const localDecisions = new LocalDecisions(clock);
  const stateCache = new StateCache({
    ...{ alertStore, version01, log, random, checkIntervalMs },
    local: localDecisions,
    channelOf: (incident) => channelOf(incident, decide),
    maxRecordAge: (target) => staleAfterMsOf(decide.rules, target) / 3,
  });
  const dispatcher = createAlertDispatcher(config, alertConfig, {
    ...{ alertStore, stateCache, localDecisions, clock, log, demo, metrics, slack, newBlocks },
    ...{ sleep, random },
    check: () => check(),
    onUndeliverable: (what) => dropper.giveUp(what),
    onPageFailed: (failed) => outages.pageFailed(failed),
  });
  const dropper = new Dropper({
    ...{ stateCache, dispatcher, clock, log, settings: decide },
    onDropped: ({ kind, by }) => metrics.notificationDropped(kind, by === null ? 'bot' : 'person'),
  });
  const targets = new Targets(config.directory, {
    discovered: () => discovery.latest,
    remembered: () => stateCache.known()?.targets.map(seenOf) ?? [],
  });
  const warn = misspeltTargets(targetsNamedIn(decide, digests, config.currencies), log);
  discovery.onFound(() => warn(targets.existing()));
  const observer = new Observer({
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
  const outages = new OutageReporter({ stateCache, dispatcher, clock, log, settings: decide });
  const checkJob = new CheckJob({
    observe: () => observer.observe(),
    stateCache,
    outages,
    dispatcher,
    clock,
    log,
    settings: decide,
    store: state.storeStatus,
  });
  const health = new CheckHealth({
    clock,
    checkIntervalMs: decide.checkIntervalMs,
    lastStoredObservation: () => stateCache.lastStoredObservation(),
    delivery: () => dispatcher.health(),
    dropped: () => stateCache.known()?.dropped ?? [],
    dataLoss: () => describeLosses(stateCache.known()?.losses ?? null, clock.now()),
  });
  const deadman = deadmanPingUrl === null ? null : new DeadmanPing({ url: deadmanPingUrl, log });
  const freshForMs = Math.max(DIGEST_MAX_STATE_AGE_MS, 2 * decide.checkIntervalMs);
  const digestJob = new DigestJob({
    stateCache,
    dispatcher,
    clock,
    sleep,
    random,
    log,
    digests,
    previousRun: ({ cron, zone }, after, now) => previousRun(cron, zone, after, now),
    maxStateAgeMs: freshForMs,
  });
  async function check(): Promise<void> {
    void discovery.runWhenDue();
    const outcome = await checkJob.check().catch((error: unknown) => {
      metrics.checkCompleted('error');
      throw error;
    });
    metrics.checkCompleted(outcome);
    const isWell = health.record(outcome) && health.checkReadiness().ready && health.isDeliveryHealthy();
    if (isWell) deadman?.ping();
  }
  const drillJob = new DrillJob({ stateCache, dispatcher, clock, sleep, log, settings: decide });
  let schedules: readonly { stop(): void }[] = [];
  const loop = new CheckLoop({ check, everyMs: decide.checkIntervalMs, log, sleep });
  return {
    alerts: new StoredAlertsService({
      alertStore,
      stateCache,
      dropper,
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
      drillJob.start();
      loop.start();
      schedules = digests.map((digest) => scheduleCron(digest, () => digestJob.run(), log));
      // For what was missed while no instance ran.
      void digestJob.run();
    },
    check,
    stepDrill: () => drillJob.run(),
    dispatchDue: () => dispatcher.dispatchDue(),
    runDigests: () => digestJob.run(),
    async stop(limitMs) {
      evidence.stop();
      for (const schedule of schedules) schedule.stop();
      const all = [
        ...[loop.stop(), digestJob.stop(), deadman?.stop(), discovery.stop()],
        ...[dispatcher.stop(limitMs), drillJob.stop(limitMs)],
      ];
      if (!(await endsWithin(Promise.all(all), limitMs))) log.warn('shutdown timed out with a job under way');
    },
    known: () => stateCache.current(),
    deliveryHealth: () => dispatcher.health(),
    readiness: () => ({ watching: health.checkReadiness(), delivery: health.deliveryReadiness() }),
    metrics() {
      const [known, { pending, oldest, faults }] = [stateCache.known(), dispatcher.health()];
      return {
        lastCheckAt: new Date(clock.now().getTime() - health.ageMs()),
        stats: known && computeStats(known),
        pending,
        oldestPendingMs: oldest?.ageMs ?? null,
        channelFaults: faults.length,
      };
    },
  };
}

const seenOf = ({ target, firstSeenAt }: TargetRecord) => ({ target, isSeen: firstSeenAt !== null });
