import { z } from 'zod';
import { instant, later, msBetween } from '../../lib/time';
import type { TargetId } from '../incidents/incident';

const DROPPED_KINDS = [
  'incident',
  'note',
  'event',
  'digest',
  'page',
  'silence',
  'configuration',
  'unreadable',
] as const;

/** A notification that was given up: it reached nobody in Slack. */
export interface DroppedNotification {
  readonly id: string;
  readonly kind: (typeof DROPPED_KINDS)[number];
  /** What it was about; null where it was about no alert, or that cannot be read. */
  readonly rule: string | null;
  readonly target: TargetId | null;
  readonly channel: string | null;
  readonly detectedAt: Date | null;
  readonly droppedAt: Date;
  /** Why Slack did not take it, last; null where it was not tried. */
  readonly failure: { readonly kind: string; readonly code: string } | null;
  /** The Slack user who dropped it; null for the bot itself. */
  readonly by: string | null;
  readonly isCritical: boolean;
}

export const droppedSchema: z.ZodType<DroppedNotification> = z.object({
  id: z.string(),
  kind: z.enum(DROPPED_KINDS),
  rule: z.string().nullable(),
  target: z.string().nullable(),
  channel: z.string().nullable(),
  detectedAt: instant.nullable(),
  droppedAt: instant,
  failure: z.object({ kind: z.string(), code: z.string() }).nullable(),
  by: z.string().nullable(),
  isCritical: z.boolean(),
});

/** So many are remembered, and for so long, in ms. */
const KEPT = 20;
const KEPT_MS = 7 * 86_400_000;

/** The list with these, the newest first; a critical one goes last. */
export function withDropped(
  known: readonly DroppedNotification[],
  more: readonly DroppedNotification[],
): readonly DroppedNotification[] {
  const byId = new Map(known.map((each) => [each.id, each]));
  for (const each of more) {
    const before = byId.get(each.id);
    if (before === undefined || before.droppedAt < each.droppedAt) byId.set(each.id, each);
  }
  const all = [...byId.values()];
  const newest = all.map(({ droppedAt }) => droppedAt).reduce(later, new Date(0));
  const byImportance = all
    .filter(({ droppedAt }) => msBetween(droppedAt, newest) < KEPT_MS)
    .sort((a, b) => Number(b.isCritical) - Number(a.isCritical) || byDroppedAt(a, b));
  return byImportance.slice(0, KEPT).sort(byDroppedAt);
}

const byDroppedAt = (a: DroppedNotification, b: DroppedNotification): number =>
  b.droppedAt.getTime() - a.droppedAt.getTime() || (a.id < b.id ? -1 : 1);
