import type { AlertState } from '../../alerting';
import { rememberedRecords } from '../../alerting/evaluation/rememberedRecords';
import type { Logger } from '../../lib/logger';
import type { RecordMonitor } from '../../monitors/records/recordMonitor';
import type { WatchedRecords } from '../../monitors/records/watchedRecords';
import { StateUnavailableError } from '../../redis/errors';
import type { Place, TargetId } from '../../state/keys';

/** What the rules look at of these targets' records; undefined where that cannot be read: no check fails for it. */
export async function readRecords(
  records: Pick<RecordMonitor, 'observe'> | undefined,
  places: readonly Place[],
  known: AlertState | null,
  log: Logger,
): Promise<ReadonlyMap<TargetId, WatchedRecords> | undefined> {
  try {
    return await records?.observe(places, known === null ? new Map() : rememberedRecords(known));
  } catch (error) {
    if (!(error instanceof StateUnavailableError))
      log.error({ err: error }, 'failed to read orders and prices of traders');
    return undefined;
  }
}
