import { later } from '../../lib/time';
import type { AlertState } from '../state/alertState';

/** When any target was observed last. */
export const lastObservedAt = ({
  observedAt,
  partialAt,
}: Pick<AlertState, 'observedAt' | 'partialAt'>): Date => later(observedAt, partialAt ?? observedAt);
