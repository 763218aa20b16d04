import { decodeAuditEntry } from './alerting/auditLog';
import { decodeParts } from './alerting/state/codec';
import type { OpenTransfer } from './cli/cli';
import type { MonitorConfig } from './config';
import { decodeFollowed } from './follow/followed';
import type { Clock } from './lib/clock';
import type { Logger } from './lib/logger';
import { decodeMessageRef, decodeNotification } from './notify/model/codec';
import { decodeRetryState } from './storage/alertCodec';
import { decodeBalanceNote } from './storage/balanceNotes';
import { connectStores } from './storage/connect';
import { decodePersonalSettings } from './storage/personal/personalSettings';
import { decodeSessionName } from './storage/sessionNames';
import type { CopyEntry } from './storage/transfer/storeCopy';
import type { MovedHash } from './storage/transfer/storedKeys';
import { isTotal } from './storage/tuningTotals';

/** Connects to the store that is configured; null for one in this process, of which nothing stays. */
export function openTransfer(
  config: MonitorConfig,
  deps: { readonly clock: Clock; readonly log: Logger },
): OpenTransfer | null {
  const { redis: botRedis, prefix: botPrefix } = config.store;
  const { transfer, close } = connectStores(config.redis, { ...deps, botRedis, botPrefix, readsOnly: true });
  return transfer === undefined ? null : { transfer, close };
}

/** Why this version cannot read an entry; null where it can. */
export function entryProblem(entry: CopyEntry): string | null {
  if (entry.kind === 'string') return isTotal(entry.text) ? null : NOT_OURS;
  if (entry.kind === 'entry') return decodeAuditEntry(entry.text) === null ? NOT_OURS : null;
  return fieldProblem(entry.key, entry.field, entry.text);
}

const NOT_OURS = 'another version, or somebody else, wrote it';

function fieldProblem(key: MovedHash, field: string, text: string): string | null {
  switch (key) {
    case 'alerts:state':
      return decodeParts(new Map([[field, text]])).discarded.get(field) ?? null;
    case 'alerts:outbox':
      return decodeNotification(text) === null ? NOT_OURS : null;
    case 'alerts:retries':
      return decodeRetryState(text) === null ? NOT_OURS : null;
    case 'alerts:messages':
      return decodeMessageRef(text) === null ? NOT_OURS : null;
    case 'balance-notes':
      return decodeBalanceNote(text) === null ? NOT_OURS : null;
    case 'followed':
      return decodeFollowed(text) === null ? NOT_OURS : null;
    case 'session-names':
      return decodeSessionName(text) === null ? NOT_OURS : null;
    case 'people':
      return decodePersonalSettings(text) === null ? NOT_OURS : null;
  }
}
