import { applyAction, testAlert } from '../../alerting/actions';
import { decodeAuditEntry } from '../../alerting/auditLog';
import { explainTarget } from '../../alerting/explain';
import type { Incident, TargetId } from '../../alerting/incidents/incident';
import { openByTarget } from '../../alerting/incidents/openIncidents';
import { shortIdsOf } from '../../alerting/incidents/shortIds';
import { currentOutage } from '../../alerting/observation/gap';
import { channelFor } from '../../alerting/routing/alertRoutes';
import type { AlertsService, IncidentWithMessage, PendingNotification } from '../../alerting/service';
import { SEVERITIES } from '../../alerting/severity/severity';
import type { AlertState } from '../../alerting/state/alertState';
import { standingOf } from '../../alerting/state/standing';
import type { AlertSettings, AuditEntry, EvaluationResult, Refusal } from '../../alerting/types';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { MAX_CONFLICT_ATTEMPTS, retryOnConflict } from '../../lib/retryOnConflict';
import type { StoreOutage } from '../../redis/errors';
import type { AlertStore, OutboxRow } from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
import { incidentIdOf } from '../model/predicates';
import type { StateCache } from '../recovery/stateCache';
import { isOpen, toPendingNotification } from './pendingNotifications';

export interface StoredAlertsOptions {
  readonly alertStore: AlertStore;
  readonly stateCache: StateCache;
  /** Looks at once for what was committed. */
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: AlertSettings;
  /** Why the last write was refused; null where it was taken, and unless given. */
  readonly storeOutage?: () => StoreOutage | null;
}

/** About as many as are kept. */
const AUDIT_READ = 1_000;
const AUDIT_SHOWN = 20;

/** The alerts as the store has them. */
export class StoredAlertsService implements AlertsService {
  constructor(private readonly deps: StoredAlertsOptions) {}

  async overview() {
    const { stateCache, clock, settings, storeOutage } = this.deps;
    const { known, stored } = await stateCache.load();
    const now = clock.now();
    const outage = known && currentOutage(known, now, settings, storeOutage?.());
    const open = openByTarget(known?.incidents ?? []);
    return {
      now,
      observedAt: known?.observedAt ?? null,
      open: [
        ...(outage === null ? [] : [outage]),
        ...(known?.incidents ?? []).filter(isOpen).sort(bySeverityAndAge),
      ],
      shortIds: shortIdsOf(idsOf(known)),
      targets:
        known === null
          ? []
          : known.targets.map((each) => standingOf(each, open.get(each.target) ?? [], known.observedAt)),
      pending: oldestFirst(stored.waiting),
    };
  }

  async history(since: Date, target: TargetId | null) {
    const [{ known }, audit] = await Promise.all([this.deps.stateCache.load(), this.audit()]);
    const incidents = (known?.incidents ?? []).filter(
      (incident) =>
        (incident.closedAt === null || incident.closedAt >= since) &&
        (target === null || incident.targets.some((each) => each.target === target)),
    );
    const ids = new Set(incidents.map(({ id }) => id));
    return {
      now: this.deps.clock.now(),
      since,
      target,
      incidents: incidents.toSorted((a, b) => byOpenedAt(b, a)),
      shortIds: shortIdsOf(idsOf(known)),
      audit: audit.filter(
        (entry) =>
          entry.at >= since &&
          (target === null || entry.target === target || ids.has(entry.incident?.id ?? '')),
      ),
    };
  }

  async timeline(incidentId: string) {
    const { stateCache, clock } = this.deps;
    const [{ known, stored }, audit] = await Promise.all([stateCache.load(), this.audit()]);
    const incident = known?.incidents.find(({ id }) => id === incidentId);
    if (incident === undefined) return null;
    const oldest = audit.at(-1);
    return {
      ...withMessage(incident, stored.messages),
      now: clock.now(),
      shortId: shortIdsOf(idsOf(known)).get(incidentId) ?? incidentId,
      audit: audit.filter((entry) => entry.incident?.id === incidentId).reverse(),
      isAuditComplete: audit.length < AUDIT_READ || (oldest !== undefined && oldest.at < incident.openedAt),
      pending: oldestFirst(
        stored.waiting.filter(({ text }) => isOfIncident(decodeNotification(text), incidentId)),
      ),
    };
  }

  async explain(target: TargetId) {
    const { stateCache, clock, settings, storeOutage } = this.deps;
    const [{ known, stored }, audit] = await Promise.all([stateCache.load(), this.audit()]);
    const { waiting, messages } = stored;
    const now = clock.now();
    const read = waiting.flatMap(({ text }) => decodeNotification(text) ?? []);
    const { pending: unsent, ...why } = explainTarget(known, target, read, now, settings, storeOutage?.());
    const ids = new Set(unsent.map(({ id }) => id));
    return {
      ...why,
      incidents: why.incidents.map((incident) => withMessage(incident, messages)),
      shortIds: shortIdsOf(idsOf(known)),
      pending: oldestFirst(waiting.filter(({ id }) => ids.has(id))),
      audit: audit.filter((entry) => isAbout(entry, target, why.incidents)).slice(0, AUDIT_SHOWN),
    };
  }

  async incidents(): Promise<readonly Incident[]> {
    return (await this.deps.stateCache.load()).known?.incidents ?? [];
  }

  act: AlertsService['act'] = async (action) => {
    const refused = await this.commitDecision((known, now) =>
      applyAction(known, action, now, this.deps.settings),
    );
    return refused === null ? { kind: 'done' } : { kind: 'refused', refusal: refused };
  };

  test: AlertsService['test'] = async (userId, severity) => {
    const { settings } = this.deps;
    const refused = await this.commitDecision((known, now) =>
      testAlert(known, userId, severity, now, settings),
    );
    return refused === null
      ? { kind: 'queued', channel: channelFor(settings, { severity, targets: [] }) }
      : { kind: 'refused', refusal: refused };
  };

  /** Commits what is decided from the state as it is then; why it could not be, or null when it was. */
  private async commitDecision(
    decide: (known: AlertState, now: Date) => EvaluationResult | { readonly refused: Refusal },
  ): Promise<Refusal | null> {
    const { stateCache, dispatcher, clock, log } = this.deps;
    const outcome = await retryOnConflict(async () => {
      const loaded = await stateCache.load();
      // Were an empty state stored here, the instances could not restore the one that was lost.
      if (loaded.known === null) return { refused: { kind: 'not_ready' } as const };
      const result = decide(loaded.known, clock.now());
      if ('refused' in result) return result;
      if (!(await stateCache.commit(result, loaded, { isForgotten: true }))) return 'conflict';
      for (const { actor, action, incident } of result.audit)
        log.info({ userId: actor, action: action.kind, incident: incident?.id ?? null }, 'user action');
      dispatcher.wake();
      return { refused: null };
    });
    if (outcome !== 'conflict') return outcome.refused;
    log.warn(`user action abandoned after ${MAX_CONFLICT_ATTEMPTS} commit conflicts`);
    return { kind: 'conflict' };
  }

  /** What people did, and what the bot did by itself; the newest first. */
  private async audit(): Promise<readonly AuditEntry[]> {
    return (await this.deps.alertStore.audit(AUDIT_READ)).flatMap((text) => decodeAuditEntry(text) ?? []);
  }
}

const bySeverityAndAge = (a: Incident, b: Incident): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || byOpenedAt(a, b);

const idsOf = (known: AlertState | null): readonly string[] => known?.incidents.map(({ id }) => id) ?? [];

const isOfIncident = (notification: Notification | null, incidentId: string): boolean =>
  notification !== null && incidentIdOf(notification) === incidentId;

const byOpenedAt = (a: Incident, b: Incident): number => a.openedAt.getTime() - b.openedAt.getTime();

const oldestFirst = (waiting: readonly OutboxRow[]): PendingNotification[] =>
  waiting
    .map(toPendingNotification)
    .sort((a, b) => (a.detectedAt?.getTime() ?? 0) - (b.detectedAt?.getTime() ?? 0));

function withMessage(incident: Incident, messages: ReadonlyMap<string, string>): IncidentWithMessage {
  const text = messages.get(incident.id);
  const placed = text === undefined ? null : decodeMessageRef(text);
  if (placed === null) return { incident, message: null };
  const { channel, ts, revision } = placed;
  return { incident, message: { channel, revision, postedAt: new Date(Number(ts) * 1000) } };
}

const isAbout = (entry: AuditEntry, target: TargetId, incidents: readonly Incident[]): boolean =>
  entry.target === target || incidents.some(({ id }) => id === entry.incident?.id);
