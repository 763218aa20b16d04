import { describeLosses } from './alerting/dataLoss';
import type { TargetRecord } from './alerting/state/alertState';
import type { AlertSettings } from './alerting/types';
import type { WatchConfig } from './config';
import type { HistoryReader } from './history/historyReader';
import type { HistoryRecorder } from './history/model/checkRecord';
import { CheckHealth } from './jobs/checkHealth';
import { CheckJob, type CheckOutcome } from './jobs/checkJob';
import type { CheckReason } from './jobs/checks/checkLoop';
import { reportedCheck } from './jobs/checks/reportedCheck';
import type { CheckScope } from './jobs/checks/scope';
import { watchedInputs, watchedSigns } from './jobs/checks/watchedInputs';
import { DeadmanPing } from './jobs/deadmanPing';
import type { Discovery } from './jobs/discovery';
import { misspeltTargets, targetsNamedIn } from './jobs/misspeltTargets';
import { Observer } from './jobs/observer';
import { pastBalances } from './jobs/recording/pastBalances';
import { recordChecks } from './jobs/recording/recordChecks';
import type { TraderEvidence } from './jobs/traderEvidence';
import type { Clock, Sleep } from './lib/clock';
import type { Logger } from './lib/logger';
import { memoizeByObject } from './lib/memoize';
import type { Metrics } from './metrics/metrics';
import { InputChanges } from './monitors/live/inputChanges';
import { type TargetDirectory, Targets } from './monitors/live/targetDirectory';
import type { SessionFinder } from './monitors/tuning/sessionFinder';
import type { Dispatcher } from './notify/dispatcher';
import { OutageReporter } from './notify/outage/outageReporter';
import type { StateCache } from './notify/recovery/stateCache';
import type { Activation } from './reload/activation';
import type { TargetId } from './state/keys';
import type { Stores } from './storage/connect';

/** The tuning sessions are read this often, in ms: that may be a pass over the whole keyspace. */
const TUNING_POLL_INTERVAL_MS = 60_000;

export interface AlertChecksDeps {
  /** The configuration as it is now. */
  readonly settings: () => WatchConfig;
  /** By what is decided now. */
  readonly decide: () => AlertSettings;
  readonly state: Stores;
  readonly stateCache: StateCache;
  readonly dispatcher: Dispatcher;
  readonly sessions: SessionFinder;
  readonly discovery: Discovery;
  readonly evidence: TraderEvidence;
  readonly activation: Activation;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sleep: Sleep;
  /** Keeps what checks find; nobody does unless given. */
  readonly history?: (HistoryRecorder & HistoryReader) | undefined;
  /** Pings the service that expects it; one that pings `DEADMAN_PING_URL` unless given. */
  readonly deadman?: Pick<DeadmanPing, 'ping' | 'stop'> | undefined;
  /** Called after each check, with what it rejected with; undefined for nothing. */
  readonly onChecked: (failure: unknown) => void;
  /** Called when something of the target, or of any, has changed, or may have, that alerts follow from at once. */
  readonly onInputChange: (target: TargetId | null) => void;
}

/** What checks the traders. */
export interface AlertChecks {
  readonly targets: TargetDirectory;
  readonly outages: OutageReporter;
  readonly health: CheckHealth;
  /** One check, of whatever outcome. It is one of the interval unless given. */
  check(reason?: CheckReason, scope?: CheckScope): Promise<CheckOutcome>;
  /** Reads what was recorded of the last hour; no check waits for it. */
  recall(): void;
  /** To be called when another state is known than before. */
  stateChanged(): void;
  /** Ends the ping under way. */
  stop(): Promise<void>;
}

/** The checks, wired. */
export function createAlertChecks(deps: AlertChecksDeps): AlertChecks {
  const { settings, decide, state, stateCache, dispatcher, sessions, discovery, evidence } = deps;
  const { activation, metrics, clock, log, sleep, onChecked, onInputChange, history } = deps;
  const { deadman = new DeadmanPing({ url: () => settings().alerts.deadmanPingUrl, log }) } = deps;
  const targets = new Targets(() => settings().directory, {
    discovered: () => discovery.latest,
    remembered: () => stateCache.known()?.targets.map(seenOf) ?? [],
  });
  const misspelt = memoizeByObject(({ alerts, currencies }: WatchConfig) =>
    misspeltTargets(targetsNamedIn(alerts.decide, alerts.digests, currencies), log),
  );
  discovery.onFound(() => misspelt(settings())(targets.existing()));
  const observer = new Observer({
    ...state,
    ...{ clock, targets, sessions, log, sleep },
    realOrders: evidence.realOrders,
    records: evidence.records,
    controls: evidence.controls,
    live: () => settings().live,
    tuning: settings().tuning,
    tuningEveryMs: TUNING_POLL_INTERVAL_MS,
  });
  const outages = new OutageReporter({ stateCache, dispatcher, clock, log, settings: decide });
  const records = recordChecks(history, log);
  const checkJob = new CheckJob({
    ...{ stateCache, outages, dispatcher, clock, log },
    observe: (scope, known) => observer.observe(scope, known),
    settings: decide,
    configurationStatus: (known) => activation.observe(known),
    store: state.storeStatus,
    history: records,
  });
  const inputs = new InputChanges({
    ...{ clock, sleep, log, onChange: onInputChange },
    ...{ store: state.store, tracking: state.tracking },
    watchedInputs: () =>
      watchedInputs({
        ...{ places: targets.list(), found: targets.found(), controls: evidence.controls.tracked() },
        keyPrefix: settings().live.keyPrefix,
      }),
    watchedSigns: () =>
      watchedSigns({ ...settings().live, known: stateCache.known(), configured: decide().targets }),
  });
  const health = new CheckHealth({
    clock,
    checkIntervalMs: () => decide().checkIntervalMs,
    lastStoredObservation: () => stateCache.lastStoredObservation(),
    delivery: () => dispatcher.health(),
    dropped: () => stateCache.known()?.dropped ?? [],
    inputs: () => inputs.problem,
    dataLoss: () => describeLosses(stateCache.known()?.losses ?? null, clock.now()),
  });
  const checked = reportedCheck({
    ...{ checkJob, discovery, inputs, health, deadman },
    onCompleted(outcome, failure) {
      metrics.checkCompleted(outcome);
      onChecked(failure);
    },
  });
  return {
    ...{ targets, outages, health },
    async check(reason, scope) {
      await activation.flush();
      const outcome = await checked(reason, scope);
      // Before the first check nothing can be stored.
      await activation.flush();
      return outcome;
    },
    recall() {
      if (history === undefined) return;
      const recalled = pastBalances(history, clock.now()).then((past) => records.seed(past));
      recalled.catch((error) =>
        log.info({ err: error }, 'alerts begin without the balances of the last hour'),
      );
    },
    stateChanged: () => inputs.update(),
    async stop() {
      inputs.close();
      await deadman.stop();
    },
  };
}

const seenOf = ({ target, firstSeenAt }: TargetRecord) => ({ target, isSeen: firstSeenAt !== null });
