import { StateUnavailableError, type StoreOutage } from '../../redis/errors';

/** Why the store takes nothing, where that does not mean that the traders cannot be read; null for any other error. */
export function storeOutageOf(error: unknown): StoreOutage | null {
  if (!(error instanceof StateUnavailableError)) return null;
  const { storeOutage, isReply, role, reason } = error;
  // By an ACL that lets this bot read alone.
  return storeOutage ?? (isReply && reason === 'refused' ? { role, reason } : null);
}
