import { applyAction, noteAction, testAlert } from '../../alerting/actions';
import { decodeAuditEntry } from '../../alerting/auditLog';
import { DRILL_SEVERITY } from '../../alerting/drill/drill';
import { startDrill } from '../../alerting/drill/startDrill';
import { changeDuty } from '../../alerting/duty/changeDuty';
import { dutyAt } from '../../alerting/duty/duty';
import { explainTarget } from '../../alerting/explain';
import type { Incident, TargetId } from '../../alerting/incidents/incident';
import { openByTarget } from '../../alerting/incidents/openIncidents';
import { shortIdsOf } from '../../alerting/incidents/shortIds';
import { currentOutage } from '../../alerting/observation/gap';
import { channelFor } from '../../alerting/routing/alertRoutes';
import type { ActionResult, AlertsService } from '../../alerting/service';
import { beginSilence, endSilences } from '../../alerting/silences/silenceActions';
import { silenceOverview } from '../../alerting/silences/silenceOverview';
import type { AlertState } from '../../alerting/state/alertState';
import { standingOf } from '../../alerting/state/standing';
import type { AlertSettings, AuditEntry, EvaluationResult, Refusal } from '../../alerting/types';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { MAX_CONFLICT_ATTEMPTS, retryOnConflict } from '../../lib/retryOnConflict';
import type { StoreOutage } from '../../redis/errors';
import type { AlertStore, OutboxRow } from '../../storage/alertStore';
import { decodeNotification } from '../model/codec';
import { incidentIdOf } from '../model/predicates';
import { asShown } from '../recovery/local';
import type { StateCache } from '../recovery/stateCache';
import type { Dropper } from '../undelivered/dropper';
import { alertHistory, byUrgency, incidentOfMessage, incidentTimeline, withMessage } from './alertHistory';
import { isOpen, numbered, oldestFirst } from './pendingNotifications';

export interface StoredAlertsOptions {
  readonly alertStore: AlertStore;
  readonly stateCache: StateCache;
  readonly dropper: Pick<Dropper, 'drop'>;
  /** Looks at once for what was committed. */
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => AlertSettings;
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
    const { known, waiting, storedAt } = asShown(await stateCache.load());
    const now = clock.now();
    const outage =
      known && storedAt
        ? currentOutage({ ...known, observedAt: storedAt }, now, settings(), storeOutage?.())
        : null;
    const open = openByTarget(known?.incidents ?? []);
    return {
      now,
      observedAt: known?.observedAt ?? null,
      open: [
        ...(outage === null ? [] : [outage]),
        ...(known?.incidents ?? []).filter(isOpen).sort(byUrgency),
      ],
      shortIds: shortIdsOf(idsOf(known?.incidents ?? [])),
      targets:
        known === null
          ? []
          : known.targets.map((each) =>
              standingOf(each, open.get(each.target) ?? [], known.observedAt, known.silences),
            ),
      silences: silenceOverview(known, settings().silenceWindows ?? [], now),
      pending: oldestFirst(numbered(waiting)),
      dropped: known?.dropped ?? [],
    };
  }

  async incidentAt(channel: string, ts: string) {
    const { known, stored } = await this.deps.stateCache.load();
    return incidentOfMessage({ channel, ts }, known?.incidents ?? [], stored.messages);
  }

  async history(since: Date, target: TargetId | null) {
    const [{ known }, audit] = await Promise.all([this.deps.stateCache.load(), this.audit()]);
    return alertHistory(known?.incidents ?? [], audit, { since, target, now: this.deps.clock.now() });
  }

  async timeline(incidentId: string) {
    const [{ known, stored }, audit] = await Promise.all([this.deps.stateCache.load(), this.audit()]);
    const timeline = incidentTimeline(incidentId, known?.incidents ?? [], audit);
    const { incident } = timeline;
    if (incident === null) return null;
    const waiting = numbered(stored.waiting).filter(([, row]) => isOfIncident(row, incidentId));
    return {
      ...timeline,
      ...withMessage(incident, stored.messages),
      now: this.deps.clock.now(),
      isAuditComplete: timeline.isAuditComplete || audit.length < AUDIT_READ,
      pending: oldestFirst(waiting),
    };
  }

  async explain(target: TargetId) {
    const { stateCache, clock, settings, storeOutage } = this.deps;
    const [loaded, audit] = await Promise.all([stateCache.load(), this.audit()]);
    const { known, waiting, messages, storedAt } = asShown(loaded);
    const now = clock.now();
    const read = waiting.flatMap(({ text }) => decodeNotification(text) ?? []);
    const refusal = storeOutage?.();
    const { pending: unsent, ...why } = explainTarget(
      known,
      target,
      read,
      now,
      settings(),
      refusal,
      storedAt,
    );
    const ids = new Set(unsent.map(({ id }) => id));
    return {
      ...why,
      incidents: why.incidents.map((incident) => withMessage(incident, messages)),
      shortIds: shortIdsOf(idsOf(known?.incidents ?? [])),
      pending: oldestFirst(numbered(waiting).filter(([, { id }]) => ids.has(id))),
      audit: audit.filter((entry) => isAbout(entry, target, why.incidents)).slice(0, AUDIT_SHOWN),
    };
  }

  async incidents(): Promise<readonly Incident[]> {
    return (await this.deps.stateCache.load()).known?.incidents ?? [];
  }

  async silences() {
    const { stateCache, clock, settings } = this.deps;
    const { known } = await stateCache.load();
    return silenceOverview(known, settings().silenceWindows ?? [], clock.now());
  }

  beginSilence: AlertsService['beginSilence'] = (silence) =>
    this.decide((known, now) => beginSilence(known, silence, now, this.deps.settings()));

  endSilences: AlertsService['endSilences'] = (which) =>
    this.decide((known, now) => endSilences(known, which, now));

  act: AlertsService['act'] = (action) =>
    this.decide((known, now) => applyAction(known, action, now, this.deps.settings()));

  drill: AlertsService['drill'] = async (request) => {
    const settings = this.deps.settings();
    const refused = await this.commitDecision((known, now) => startDrill(known, request, now, settings));
    if (refused !== null) return { kind: 'refused', refusal: refused };
    const channel = channelFor(settings, { severity: DRILL_SEVERITY, targets: [] });
    return { kind: 'begun', channel, steps: settings.paging?.escalation?.steps.length ?? 0 };
  };

  test: AlertsService['test'] = async (userId, severity) => {
    const settings = this.deps.settings();
    const refused = await this.commitDecision((known, now) =>
      testAlert(known, userId, severity, now, settings),
    );
    return refused === null
      ? { kind: 'queued', channel: channelFor(settings, { severity, targets: [] }) }
      : { kind: 'refused', refusal: refused };
  };

  note: AlertsService['note'] = (action, userId) =>
    this.decide((known, now) => noteAction(known, action, userId, now));

  async duty() {
    const { stateCache, clock, settings } = this.deps;
    const { known } = await stateCache.load();
    return dutyAt(settings().paging?.onCall, known?.duty, clock.now());
  }

  changeDuty: AlertsService['changeDuty'] = (request, userId) =>
    this.decide((known, now) => changeDuty(known, request, userId, now, this.deps.settings()));

  private async decide(decide: Parameters<StoredAlertsService['commitDecision']>[0]): Promise<ActionResult> {
    const refused = await this.commitDecision(decide);
    return refused === null ? { kind: 'done' } : { kind: 'refused', refusal: refused };
  }

  drop: AlertsService['drop'] = async (number, userId) => {
    let numbers: readonly number[] = [];
    const outcome = await this.deps.dropper.drop(
      (waiting) => {
        const all = numbered(waiting);
        numbers = all.map(([each]) => each);
        return all.find(([each]) => each === number)?.[1];
      },
      { failure: null, by: userId },
    );
    if (outcome === 'gone') return { kind: 'unknown', numbers };
    return typeof outcome === 'string'
      ? { kind: 'refused', refusal: { kind: outcome } }
      : { kind: 'dropped', dropped: outcome };
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

const idsOf = (incidents: readonly Incident[]): readonly string[] => incidents.map(({ id }) => id);

function isOfIncident({ text }: OutboxRow, incidentId: string): boolean {
  const notification = decodeNotification(text);
  return notification !== null && incidentIdOf(notification) === incidentId;
}

const isAbout = (entry: AuditEntry, target: TargetId, incidents: readonly Incident[]): boolean =>
  entry.target === target || incidents.some(({ id }) => id === entry.incident?.id);
