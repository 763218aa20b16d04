import { z } from 'zod';
import type { AlertState, DigestState } from '../alerting/state/alertState';
import type { EvaluationResult } from '../alerting/types';
import type { Notification } from '../notify/model/notification';
import { baselineOf } from './baseline';
import { buildDigest } from './buildDigest';
import { type Digest, type DigestConfig, digestSchema } from './digest';
import { mentionedHints } from './newHints';

/** The last due time after `after`, at or before `now`; null if there is none. */
export type PreviousRun = (config: DigestConfig, after: Date, now: Date) => Date | null;

/**
 * Which digests to send; null if nothing changes. Pure: of several instances that evaluate at once, one commits its result
 * and the others find it done.
 *
 * 1. A new digest, or one with a changed schedule, starts now: it gets its baseline, and nothing is sent.
 * 2. A digest that became due since the last one is sent. Of several missed due times, only the last.
 * 3. All others stay as they are, also those that are no longer configured.
 */
export function dueDigests(
  state: AlertState,
  configs: readonly DigestConfig[],
  now: Date,
  previousRun: PreviousRun,
): EvaluationResult | null {
  const steps = configs.map((config) => evaluateDigest(state, config, now, previousRun));
  const changed = steps.flatMap(({ digest }) => digest ?? []);
  if (changed.length === 0) return null;
  const names = new Set(changed.map(({ name }) => name));
  return {
    state: { ...state, digests: [...state.digests.filter(({ name }) => !names.has(name)), ...changed] },
    notifications: steps.flatMap(({ notification }) => notification ?? []),
    cancelled: [],
    audit: [],
    logLines: [],
    expiredIncidents: [],
  };
}

interface Step {
  /** Its state from now on; null if that does not change. */
  readonly digest: DigestState | null;
  readonly notification: Notification | null;
}

const NOTHING: Step = { digest: null, notification: null };

function evaluateDigest(state: AlertState, config: DigestConfig, now: Date, previousRun: PreviousRun): Step {
  const { name, cron, zone } = config;
  const schedule = `${cron} ${zone}`;
  const last = state.digests.find((each) => each.name === name) ?? null;
  if (last === null) {
    return { ...NOTHING, digest: { name, schedule, slot: now, baseline: baselineOf(state) } };
  }
  if (last.schedule !== schedule) return { ...NOTHING, digest: { ...last, schedule, slot: now } };
  const slot = previousRun(config, last.slot, now);
  if (slot === null) return NOTHING;
  const digest = buildDigest(state, last.baseline, config, slot);
  const mentioned = mentionedHints(state, last.baseline, digest);
  return {
    digest: { name, schedule, slot, baseline: baselineOf(state, mentioned) },
    notification: digestNotification(digest, slot, config, now),
  };
}

const digestNotification = (
  digest: Digest,
  slot: Date,
  { name, channel }: DigestConfig,
  now: Date,
): Notification => ({
  kind: 'digest',
  id: `digest:${name}:${slot.toISOString()}`,
  channel,
  detectedAt: now,
  // An instance whose stored state was lost since may have sent it.
  verifyBeforeSend: true,
  digest: z.encode(digestSchema, digest),
});
