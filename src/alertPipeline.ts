import { createAlertChecks } from './alertChecks';
import { type AlertDispatcherDeps, createAlertDispatcher } from './alertDispatcher';
import { staleAfterMsOf } from './alerting/evaluation/settingsOf';
import { recordAgeMs } from './alerting/observation/storedLate';
import type { Readers } from './alerting/personal/subscriber';
import { channelOf } from './alerting/routing/alertRoutes';
import type { AlertsService } from './alerting/service';
import type { AlertState } from './alerting/state/alertState';
import { computeStats } from './alerting/stats';
import type { WatchConfig } from './config';
import { readBalanceWeek } from './digests/balanceWeek';
import { type DigestsService, StoredDigestsService } from './digests/digestService';
import type { HistoryReader } from './history/historyReader';
import type { HistoryRecorder } from './history/model/checkRecord';
import type { Ready } from './jobs/checkHealth';
import { CheckLoop } from './jobs/checks/checkLoop';
import { DeadlineClock } from './jobs/checks/deadlineClock';
import { previousRun } from './jobs/cronSchedule';
import type { DeadmanPing } from './jobs/deadmanPing';
import { DigestJob } from './jobs/digestJob';
import { DigestSchedule } from './jobs/digestSchedule';
import { Discovery } from './jobs/discovery';
import { DrillJob } from './jobs/drillJob';
import { TraderEvidence } from './jobs/traderEvidence';
import { type Clock, endsWithin, type Sleep, systemSleep } from './lib/clock';
import type { Logger } from './lib/logger';
import { memoizeByObject } from './lib/memoize';
import { type GaugeValues, Metrics } from './metrics/metrics';
import type { TargetDirectory } from './monitors/live/targetDirectory';
import { SessionCache } from './monitors/tuning/cache/sessionCache';
import { type SessionFinder, sessionsOfPrefixes } from './monitors/tuning/sessionFinder';
import { StoredAlertsService } from './notify/alerts/alertService';
import type { DeliveryHealth } from './notify/dispatcher';
import { LocalDecisions } from './notify/outage/localDecisions';
import { StateCache } from './notify/recovery/stateCache';
import { Dropper } from './notify/undelivered/dropper';
import { Activation } from './reload/activation';
import { configurationReadiness } from './reload/readiness';
import { NewBlocks } from './slack/outbound/newBlocks';
import type { SlackMessageApi } from './slack/outbound/slackApi';
import type { Stores } from './storage/connect';

/** A digest is built from a state that was observed in the last so many ms. */
const DIGEST_MAX_STATE_AGE_MS = 60_000;

/** Checks the traders and sends to Slack what follows. */
export interface AlertPipeline {
  readonly alerts: AlertsService;
  readonly digests: DigestsService;
  readonly targets: TargetDirectory;
  start(): void;
  /** Begins to check, and nothing else: for who does all else by himself. */
  startChecks(): void;
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
  readiness(): Readonly<Record<'watching' | 'delivery' | 'configuration', Ready>>;
  /** This instance's configuration among those of others. */
  readonly activation: Activation;
  /** Goes by the configuration as it is now, from the next check on, which comes at once. */
  settingsChanged(): void;
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
  /** In place of HTTP, for webhooks. */
  readonly postWebhook?: AlertDispatcherDeps['postWebhook'];
  /** What is known of the people who read; nothing unless given. */
  readonly readers?: Readers;
  /** What is known of the blocks that the workspace takes, by responses to commands, too; its own unless given. */
  readonly newBlocks?: NewBlocks;
  /** Finds out which traders there are, for the commands, too; its own unless given. */
  readonly discovery?: Discovery;
  /** What its passes make known of real orders and control states; its own unless given. */
  readonly evidence?: TraderEvidence;
  readonly sleep?: Sleep;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** Of this instance, as messages name it; not known unless given. */
  readonly host?: string | null;
  /** Keeps what checks find, and tells it to digests; nobody does unless given. */
  readonly history?: HistoryRecorder & HistoryReader;
  /** Pings the service that expects it; one that pings `DEADMAN_PING_URL` unless given. */
  readonly deadman?: Pick<DeadmanPing, 'ping' | 'stop'>;
  /** Called after each check, with what it rejected with; undefined for nothing. */
  readonly onChecked?: (failure: unknown) => void;
}

/** All of the watching, wired; it does nothing before `start`. */
export function createAlertPipeline(
  settings: () => WatchConfig,
  state: Stores,
  deps: AlertPipelineDeps,
): AlertPipeline {
  const {
    clock,
    log,
    demo,
    metrics = new Metrics(),
    slack,
    newBlocks = new NewBlocks({ clock, log }),
    sleep = systemSleep,
    random = Math.random,
    host = null,
    onChecked = () => undefined,
  } = deps;
  const { prefixes } = settings().directory;
  const {
    sessions = sessionsOfPrefixes(
      prefixes,
      (keyPrefix) => new SessionCache({ ...state, clock, log }, { ...settings().tuning, keyPrefix }),
    ),
    discovery = new Discovery({ ...state, prefixes, clock, log }),
    evidence = new TraderEvidence({ state, discovery, prefixes, clock, log }),
  } = deps;
  const inUseSince = memoizeByObject(({ alerts, content, timezone }: WatchConfig) => ({
    ...{ ...alerts.decide, content, startedAt: clock.now() },
    get subscribers() {
      return deps.readers?.subscribers(timezone) ?? [];
    },
  }));
  const decide = () => inUseSince(settings());
  const digests = () => settings().alerts.digests;
  const checkIntervalMs = () => decide().checkIntervalMs;
  const freshForMs = () => Math.max(DIGEST_MAX_STATE_AGE_MS, 2 * checkIntervalMs());
  const { alertStore, version01 = null } = state;
  const localDecisions = new LocalDecisions(clock);
  const stateCache = new StateCache({
    ...{ alertStore, version01, log, random, checkIntervalMs },
    onChange: () => {
      loop.reschedule();
      checks.stateChanged();
    },
    local: localDecisions,
    channelOf: (incident) => channelOf(incident, decide()),
    maxRecordAge: (target) => recordAgeMs(staleAfterMsOf(decide().rules, target)),
  });
  const dispatcher = createAlertDispatcher({
    ...{ settings, decide, alertStore, stateCache, localDecisions, clock, log, demo, metrics, slack },
    ...{ newBlocks, sleep, random, postWebhook: deps.postWebhook, ...deps.readers },
    check: async () => loop.wake(),
    isOutdated: () => activation.status === 'outdated',
    onUndeliverable: (what) => dropper.giveUp(what),
    onPageFailed: (failed) => checks.outages.pageFailed(failed),
  });
  const dropper = new Dropper({
    ...{ stateCache, dispatcher, clock, log, settings: decide },
    onDropped: ({ kind, by }) => metrics.notificationDropped(kind, by === null ? 'bot' : 'person'),
  });
  const activation = new Activation({ stateCache, dispatcher, clock, log, settings: decide, host });
  const mayDecide = (known: AlertState) => activation.mayDecide(known);
  const checks = createAlertChecks({
    ...{ settings, decide, state, stateCache, dispatcher, sessions, discovery, evidence, activation },
    ...{ metrics, clock, log, sleep, onChecked, history: deps.history, deadman: deps.deadman },
    onInputChange: (target) => loop.wake(target),
  });
  const { targets, health, check } = checks;
  const weekOf =
    deps.history &&
    readBalanceWeek({ ...state, history: deps.history, zone: () => settings().timezone, log });
  const digestJob = new DigestJob({
    ...(weekOf && { weekOf }),
    ...{ stateCache, dispatcher, clock, sleep, random, log, digests, mayDecide },
    previousRun: ({ cron, zone }, after, now) => previousRun(cron, zone, after, now),
    maxStateAgeMs: freshForMs,
  });
  const drillJob = new DrillJob({ stateCache, dispatcher, clock, sleep, log, settings: decide, mayDecide });
  const digestSchedule = new DigestSchedule({ digests, run: () => digestJob.run(), log });
  const deadlines = new DeadlineClock({ known: () => stateCache.known(), settings: decide, clock });
  const loop = new CheckLoop({
    ...{ check, everyMs: checkIntervalMs, log, sleep, clock, random },
    due: () => deadlines.due(),
  });
  return {
    alerts: new StoredAlertsService({
      ...{ alertStore, stateCache, dropper, dispatcher, clock, log, settings: decide },
      storeOutage: () => state.storeStatus.refusal(),
    }),
    digests: new StoredDigestsService({
      ...{ alertStore, configs: digests, clock, freshForMs },
      ...(weekOf && { weekOf }),
    }),
    targets,
    start() {
      checks.recall();
      evidence.start(() => targets.list());
      dispatcher.start();
      drillJob.start();
      loop.start();
      digestSchedule.start();
    },
    startChecks: () => loop.start(),
    check,
    stepDrill: () => drillJob.run(),
    dispatchDue: () => dispatcher.dispatchDue(),
    runDigests: () => digestJob.run(),
    async stop(limitMs) {
      evidence.stop();
      digestSchedule.stop();
      const all = [
        ...[loop.stop(), digestJob.stop(), checks.stop(), discovery.stop()],
        ...[dispatcher.stop(limitMs), drillJob.stop(limitMs)],
      ];
      if (!(await endsWithin(Promise.all(all), limitMs))) log.warn('shutdown timed out with a job under way');
    },
    known: () => stateCache.current(),
    deliveryHealth: () => dispatcher.health(),
    activation,
    settingsChanged() {
      decide();
      digestSchedule.restart();
      loop.wake();
    },
    readiness: () => ({
      watching: health.checkReadiness(),
      delivery: health.deliveryReadiness(),
      configuration: configurationReadiness(activation.instance()),
    }),
    metrics() {
      const [known, { pending, oldest, faults }] = [stateCache.known(), dispatcher.health()];
      return {
        lastCheckAt: new Date(clock.now().getTime() - health.ageMs()),
        checkIntervalMs: decide().checkIntervalMs,
        stats: known && computeStats(known),
        pending,
        oldestPendingMs: oldest?.ageMs ?? null,
        channelFaults: faults.length,
      };
    },
  };
}
