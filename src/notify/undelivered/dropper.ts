import type { AlertSettings } from '../../alerting/types';
import { dropNotification } from '../../alerting/undelivered/drop';
import type { DroppedNotification } from '../../alerting/undelivered/dropped';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { retryOnConflict } from '../../lib/retryOnConflict';
import type { OutboxRow, StoredFailure } from '../../storage/alertStore';
import { decodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
import { destinationChannel, incidentIdOf, isCritical } from '../model/predicates';
import type { StateCache } from '../recovery/stateCache';

export interface DropperDeps {
  readonly stateCache: StateCache;
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => AlertSettings;
  readonly onDropped?: (dropped: DroppedNotification) => void;
}

/** `gone`: it does not wait any more, or not as it was. */
export type DropOutcome = 'gone' | 'conflict' | 'not_ready' | DroppedNotification;

/** Gives notifications up: each is removed from the outbox, and listed for `/arb-alerts`, in one step. */
export class Dropper {
  constructor(private readonly deps: DropperDeps) {}

  /** Gives up what Slack refuses, unless it waits as something newer by now. Throws StateUnavailableError. */
  giveUp({ id, text, failure }: Pick<OutboxRow, 'id' | 'text'> & { readonly failure: StoredFailure }) {
    const isIt = (row: OutboxRow): boolean => row.id === id && row.text === text;
    return this.drop((waiting) => waiting.find(isIt), { failure, by: null });
  }

  /**
   * Gives one up. `select` finds it in what waits; `by` is who chose to, null for the bot itself. Throws
   * StateUnavailableError.
   */
  async drop(
    select: (waiting: readonly OutboxRow[]) => OutboxRow | undefined,
    { failure, by }: { readonly failure: StoredFailure | null; readonly by: string | null },
  ): Promise<DropOutcome> {
    const { stateCache, dispatcher, clock, log, settings, onDropped } = this.deps;
    const outcome = await retryOnConflict(async () => {
      const loaded = await stateCache.load();
      if (loaded.known === null) return 'not_ready' as const;
      const row = select(loaded.stored.waiting);
      if (row === undefined) return 'gone' as const;
      const dropped = describe(row, { failure, by, at: clock.now() });
      const result = dropNotification(loaded.known, dropped, settings());
      return (await stateCache.commit(result, loaded, { isForgotten: true })) ? dropped : 'conflict';
    });
    if (typeof outcome === 'string') return outcome;
    const { id, kind, channel, isCritical: critical } = outcome;
    const level = by === null ? 'error' : 'info';
    log[level]({ notification: id, kind, channel, critical, ...failure, userId: by }, 'notification dropped');
    onDropped?.(outcome);
    dispatcher.wake();
    return outcome;
  }
}

function describe(
  { id, text, attempts }: OutboxRow,
  { failure, by, at }: { failure: StoredFailure | null; by: string | null; at: Date },
): DroppedNotification {
  const notification = decodeNotification(text);
  const last = failure ?? attempts?.lastFailure ?? null;
  const common = { id, droppedAt: at, by, failure: last && { kind: last.kind, code: last.detail } };
  if (notification === null)
    return {
      ...common,
      kind: 'unreadable',
      rule: null,
      target: null,
      channel: null,
      detectedAt: null,
      isCritical: false,
    };
  return {
    ...common,
    kind: notification.kind,
    ...subjectOf(notification),
    channel: destinationChannel(notification),
    detectedAt: notification.detectedAt,
    isCritical: isCritical(notification),
  };
}

function subjectOf(notification: Notification): Pick<DroppedNotification, 'rule' | 'target'> {
  const { kind } = notification;
  if (kind === 'digest' || kind === 'silence' || kind === 'configuration')
    return { rule: null, target: null };
  if (notification.kind === 'event') return notification.event;
  const { incident } = notification;
  const [rule = null] = incidentIdOf(notification)?.split(':') ?? [];
  return { rule: incident?.rule ?? rule, target: incident?.targets[0]?.target ?? null };
}
