import { z } from 'zod';
import type { AlertState, DigestState } from '../alerting/state/alertState';
import type { EvaluationResult } from '../alerting/types';
import type { Notification } from '../notify/model/notification';
import { baselineOf } from './baseline';
import { buildDigest } from './buildDigest';
import { type Digest, type DigestConfig, digestSchema } from './digest';
import { mentionedHints } from './newHints';

/** The latest slot after `after`, at or before `now`; null when there is none. */
export type PreviousRun = (config: DigestConfig, after: Date, now: Date) => Date | null;

/**
 * What follows for the digests; null when nothing does. Pure, so that of copies of the bot which decide at once one
 * can store it and the others find it done.
 *
 * 1. One that is new, or whose schedule was changed, begins now: it is compared with how it stands, and not sent.
 * 2. One whose slot has come since the last that was told is sent. Of several slots that were missed, the last.
 * 3. All others stay as they are, also those that are no longer configured.
 */
export function dueDigests(
  known: AlertState,
  configs: readonly DigestConfig[],
  now: Date,
  latestSlot: PreviousRun,
): EvaluationResult | null {
  const steps = configs.map((config) => evaluateDigest(known, config, now, latestSlot));
  const changed = steps.flatMap(({ digest }) => digest ?? []);
  if (changed.length === 0) return null;
  const names = new Set(changed.map(({ name }) => name));
  return {
    state: { ...known, digests: [...known.digests.filter(({ name }) => !names.has(name)), ...changed] },
    notifications: steps.flatMap(({ delivery }) => delivery ?? []),
    cancelled: [],
    audit: [],
    logLines: [],
    expiredIncidents: [],
  };
}

interface Step {
  /** What is remembered of it from now on; null when that stays. */
  readonly digest: DigestState | null;
  readonly delivery: Notification | null;
}

const NOTHING: Step = { digest: null, delivery: null };

function evaluateDigest(known: AlertState, config: DigestConfig, now: Date, latestSlot: PreviousRun): Step {
  const { name, cron, zone } = config;
  const schedule = `${cron} ${zone}`;
  const last = known.digests.find((each) => each.name === name) ?? null;
  if (last === null) {
    return { ...NOTHING, digest: { name, schedule, slot: now, baseline: baselineOf(known) } };
  }
  if (last.schedule !== schedule) return { ...NOTHING, digest: { ...last, schedule, slot: now } };
  const slot = latestSlot(config, last.slot, now);
  if (slot === null) return NOTHING;
  const digest = buildDigest(known, last.baseline, config, slot);
  const mentioned = mentionedHints(known, last.baseline, digest);
  return {
    digest: { name, schedule, slot, baseline: baselineOf(known, mentioned) },
    delivery: digestDelivery(digest, slot, config, now),
  };
}

const digestDelivery = (
  digest: Digest,
  slot: Date,
  { name, channel }: DigestConfig,
  now: Date,
): Notification => ({
  kind: 'digest',
  id: `digest:${name}:${slot.toISOString()}`,
  channel,
  detectedAt: now,
  // It may have been told by a copy whose memory was lost since.
  verifyBeforeSend: true,
  digest: z.encode(digestSchema, digest),
});
