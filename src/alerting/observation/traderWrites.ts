import { msBetween } from '../../lib/time';
import type { AlertState } from '../state/alertState';
import { JITTER_MS } from './signs';

/** Whether a trader, any of them, has written a sign of life between the two. */
export function hasTraderWritten(before: AlertState | null, { targets }: AlertState): boolean {
  const signsBefore = new Map(before?.targets.map(({ target, signs }) => [target, signs.records]));
  return targets.some(({ target, signs }) =>
    Object.entries(signs.records).some(([id, { writtenAt }]) => {
      const was = signsBefore.get(target)?.[id]?.writtenAt ?? null;
      return writtenAt !== null && (was === null || msBetween(was, writtenAt) > JITTER_MS);
    }),
  );
}
