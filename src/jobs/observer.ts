import type { AlertState, Observation } from '../alerting';
import { type Clock, type Sleep, systemSleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { ControlMonitor } from '../monitors/live/controls';
import type { LiveStatusSnapshot } from '../monitors/live/liveSnapshot';
import {
  type LiveMonitorSettings,
  type LiveStatusMonitor,
  monitorOf,
} from '../monitors/live/liveStatusMonitor';
import { DEFAULT_TARGETS, type TargetDirectory } from '../monitors/live/targetDirectory';
import type { RealOrderMonitor } from '../monitors/orders/realOrders';
import type { RecordMonitor } from '../monitors/records/recordMonitor';
import { findSessions, type SessionFinder } from '../monitors/tuning/sessionFinder';
import type { TuningMonitorSettings } from '../monitors/tuning/settings';
import type { TuningStatusSnapshot } from '../monitors/tuning/tuningSnapshot';
import { type AskEviction, mayEvict, policyThatEvicted } from '../redis/eviction';
import { UNVERIFIED, type VerifiedReader } from '../redis/sentinel/verifiedRead';
import { placeId, type TargetId } from '../state/keys';
import type { StateStore } from '../state/store';
import type { BotStore } from '../storage/botStore';
import { nameField } from '../storage/sessionNames';
import { captureUnavailable } from './checks/captureUnavailable';
import type { CheckScope } from './checks/scope';
import { readRecords } from './recording/readRecords';

export interface ObserverOptions {
  readonly store: StateStore;
  readonly botStore: BotStore;
  /** Default: no other Redis can take over. */
  readonly verifiedReads?: VerifiedReader;
  readonly clock: Clock;
  /** Asked at each observation. Those of the default envs unless given. */
  readonly targets?: TargetDirectory;
  /** Asked at each observation. */
  readonly live: () => LiveMonitorSettings;
  readonly tuning: TuningMonitorSettings;
  /** Without them, real orders, records and control states are not observed. */
  readonly realOrders?: Pick<RealOrderMonitor, 'observe' | 'lastRealOrderAt'>;
  readonly records?: Pick<RecordMonitor, 'observe'>;
  readonly controls?: Pick<ControlMonitor, 'observe'>;
  /** In place of one SCAN of the keyspace each time. */
  readonly sessions?: SessionFinder;
  /** Whether Redis evicts keys; unknown unless given. */
  readonly eviction?: AskEviction;
  /** How often the tuning sessions are read, in ms: that may be a pass over the whole keyspace. */
  readonly tuningEveryMs: number;
  /** How long the sessions may take, in ms. Default: 5 s. */
  readonly sessionsTimeoutMs?: number;
  readonly log: Logger;
  readonly sleep?: Sleep;
}

/** The sessions may take so long, in ms; no trader's death waits for a keyspace that takes longer. */
const SESSIONS_TIMEOUT_MS = 5_000;

/** Cheaper than the error that is created if no reason is given. */
const ABORT_REASON = 'it was read in time';

/**
 * No read takes so long, in ms, unless the process was stalled (stopped, or its machine suspended): then the ages that were
 * read are old.
 */
const MAX_READ_MS = 4_000;

/** More targets in one round trip are not faster: each reply stays in memory until the last has come. */
const BATCH_SIZE = 100;

/** Reads all targets in one round trip to Redis, and once a minute the tuning sessions. */
export class Observer {
  private sessionsReadMs = Number.NEGATIVE_INFINITY;
  private isReadingSessions = false;

  private monitors: ReadonlyMap<TargetId, LiveStatusMonitor> = new Map();
  /** Those that these were made with. */
  private live: LiveMonitorSettings | null = null;

  constructor(private readonly deps: ObserverOptions) {}

  /**
   * What is to be seen now; that nothing can be seen is an observation too. Where all of `scope` are among the targets, they
   * are observed alone. The records that the rules remember, by what is known, are read, too.
   */
  async observe(scope: CheckScope = null, known: AlertState | null = null): Promise<Observation> {
    const { clock, log, targets = DEFAULT_TARGETS } = this.deps;
    const monitors = this.monitorsNow();
    if (scope !== null && [...scope].every((target) => monitors.has(target)))
      return this.observeOnly(scope, known);
    const startedMs = clock.monotonicMs();
    const orders = this.realOrders();
    const recordsRead = readRecords(this.deps.records, targets.list(), known, this.deps.log);
    let snapshots = await this.snapshots();
    if (clock.monotonicMs() - startedMs > MAX_READ_MS) {
      log.warn('read took too long (process stalled); retrying');
      snapshots = await this.snapshots();
    }
    const at = clock.now();
    if ('reason' in snapshots) return { kind: 'unavailable', at, reason: snapshots.reason };
    const { value, source } = snapshots.value;
    const [orderTimes, records, sessions, evicts] = await Promise.all([
      orders,
      recordsRead,
      this.readSessionsIfDue(at),
      mayEvict(this.deps.eviction),
    ]);
    return {
      kind: 'observed',
      at,
      snapshots: value.traders,
      found: targets.found(),
      source,
      sessions,
      mayEvict: evicts,
      ...(orderTimes && { lastRealOrders: orderTimes }),
      ...(records && { records }),
      ...(value.controls && { controls: value.controls }),
    };
  }

  private async observeOnly(scope: ReadonlySet<TargetId>, known: AlertState | null): Promise<Observation> {
    const { verifiedReads = UNVERIFIED, clock, targets = DEFAULT_TARGETS, realOrders, eviction } = this.deps;
    const monitors = [...scope].flatMap((target) => this.monitors.get(target) ?? []);
    const read = () => Promise.all(monitors.map((monitor) => monitor.snapshot()));
    const places = targets.list().filter((place) => scope.has(placeId(place)));
    const [snapshots, records, evicts] = await Promise.all([
      captureUnavailable(verifiedReads.verifiedRead(read)),
      readRecords(this.deps.records, places, known, this.deps.log),
      mayEvict(eviction),
    ]);
    const at = clock.now();
    if ('reason' in snapshots) return { kind: 'unavailable', at, reason: snapshots.reason };
    const { value, source } = snapshots.value;
    return {
      ...{
        kind: 'observed',
        isPartial: true,
        at,
        snapshots: value,
        source,
        sessions: null,
        mayEvict: evicts,
      },
      found: targets.found(),
      ...(realOrders && { lastRealOrders: realOrders.lastRealOrderAt() }),
      ...(records && { records }),
    };
  }

  /** Undefined without a monitor; no check fails for them. */
  private async realOrders(): Promise<ReadonlyMap<string, Date> | undefined> {
    const { realOrders, log } = this.deps;
    await realOrders?.observe().catch((error: unknown) => {
      log.error({ err: error }, 'failed to read real orders');
    });
    return realOrders?.lastRealOrderAt();
  }

  private snapshots() {
    const { verifiedReads = UNVERIFIED, controls } = this.deps;
    const read = async () => {
      const [readTraders, states] = await Promise.all([this.traders(), controls?.observe()]);
      return { traders: readTraders, controls: states };
    };
    return captureUnavailable(verifiedReads.verifiedRead(read));
  }

  private async traders(): Promise<readonly LiveStatusSnapshot[]> {
    const monitors = [...this.monitors.values()];
    const seen: LiveStatusSnapshot[] = [];
    for (let from = 0; from < monitors.length; from += BATCH_SIZE) {
      const some = monitors.slice(from, from + BATCH_SIZE);
      seen.push(...(await Promise.all(some.map((monitor) => monitor.snapshot()))));
    }
    return seen;
  }

  /** One for each target that there is now; those that were there before, with the same settings, are kept. */
  private monitorsNow(): ReadonlyMap<TargetId, LiveStatusMonitor> {
    const { targets = DEFAULT_TARGETS } = this.deps;
    const live = this.deps.live();
    const before: typeof this.monitors = live === this.live ? this.monitors : new Map();
    this.live = live;
    this.monitors = new Map(
      targets.list().map((place) => {
        const id = placeId(place);
        return [id, before.get(id) ?? monitorOf(place, this.deps, live)];
      }),
    );
    return this.monitors;
  }

  /**
   * The sessions, where they are due and can be read in time; else null. A read that took longer is of no use later:
   * another instance may have stored a newer one meanwhile.
   */
  private async readSessionsIfDue(now: Date): Promise<readonly TuningStatusSnapshot[] | null> {
    const {
      clock,
      tuningEveryMs,
      sessionsTimeoutMs = SESSIONS_TIMEOUT_MS,
      log,
      sleep = systemSleep,
    } = this.deps;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.sessionsReadMs < tuningEveryMs || this.isReadingSessions) return null;
    this.sessionsReadMs = nowMs;
    this.isReadingSessions = true;
    const looking = this.sessions(now).finally(() => {
      this.isReadingSessions = false;
    });
    const limit = new AbortController();
    const late = sleep(sessionsTimeoutMs, limit.signal).then(() => 'late' as const);
    late.catch(() => null);
    try {
      const found = await Promise.race([looking, late]);
      if (found !== 'late') return found;
      looking.catch(() => null);
      log.warn({ withinMs: sessionsTimeoutMs }, 'tuning session read timed out; skipping');
    } catch (error) {
      log.warn({ err: error }, 'failed to read tuning sessions');
    } finally {
      limit.abort(ABORT_REASON);
    }
    return null;
  }

  private async sessions(now: Date): Promise<readonly TuningStatusSnapshot[]> {
    const { store, botStore, tuning, sessions, eviction } = this.deps;
    const all = { startsWith: '' };
    const [found, policy, names] = await Promise.all([
      sessions?.find(all) ?? findSessions(store, tuning, all),
      policyThatEvicted(eviction),
      botStore.sessionNames(),
    ]);
    return Promise.all(
      found.map(async (progress) =>
        progress.snapshot(
          await botStore.tuningTotal(progress.session),
          now,
          policy,
          names.get(nameField(progress.session))?.name ?? null,
        ),
      ),
    );
  }
}
