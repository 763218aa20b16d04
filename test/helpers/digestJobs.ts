import type { AlertState } from '../../src/alerting/state/alertState';
import { decodeState, encodeState } from '../../src/alerting/state/codec';
import type { DigestConfig } from '../../src/digests/digest';
import { type Digest, digestSchema, SECTIONS } from '../../src/digests/digest';
import { previousRun } from '../../src/jobs/cronSchedule';
import { DigestJob, type DigestJobDeps } from '../../src/jobs/digestJob';
import type { Clock } from '../../src/lib/clock';
import { decodeNotification } from '../../src/notify/model/codec';
import { StateCache } from '../../src/notify/recovery/stateCache';
import type { AlertStore } from '../../src/storage/alertStore';
import { keptLog } from './log';

/** Every morning at nine, UTC. */
export const DAILY: DigestConfig = {
  name: 'daily',
  cron: '0 9 * * *',
  zone: 'UTC',
  channel: 'C0ALERTS',
  targets: ['live:docker', 'paper:docker'],
  sections: SECTIONS,
};

/** One copy's job over a store. */
export function jobOver(
  alertStore: AlertStore,
  clock: Clock,
  change: Partial<DigestJobDeps> = {},
): DigestJob {
  return new DigestJob({
    stateCache: new StateCache({ alertStore, log: keptLog().log }),
    clock,
    dispatcher: { wake: () => undefined },
    log: keptLog().log,
    digests: () => [DAILY],
    previousRun: ({ cron, zone }, after, now) => previousRun(cron, zone, after, now),
    maxStateAgeMs: () => 60_000,
    ...change,
  });
}

/** Stores what is known, as a check does. */
export async function know(
  alertStore: AlertStore,
  change: (known: AlertState | null) => AlertState,
): Promise<void> {
  const stored = await alertStore.load();
  const known = change(stored === null ? null : decodeState(stored.records).state);
  await alertStore.commit({
    from: stored?.version ?? 0,
    records: encodeState(known),
    enqueue: [],
    cancel: [],
    audit: [],
    messages: [],
  });
}

/** The digests that wait to be sent, by their ids. */
export async function waiting(alertStore: AlertStore): Promise<Readonly<Record<string, Digest>>> {
  const read = (await alertStore.pending()).flatMap(({ text }) => decodeNotification(text) ?? []);
  return Object.fromEntries(
    read.flatMap((each) =>
      each.kind === 'digest' ? [[each.id, digestSchema.parse(each.digest)] as const] : [],
    ),
  );
}
