import { StateUnavailableError, type UnavailableReason } from '../../redis/errors';

/** What was read; or why it could not be. */
export async function captureUnavailable<T>(
  read: Promise<T>,
): Promise<{ value: T } | { reason: UnavailableReason }> {
  try {
    return { value: await read };
  } catch (error) {
    if (error instanceof StateUnavailableError) return { reason: error.reason };
    throw error;
  }
}
