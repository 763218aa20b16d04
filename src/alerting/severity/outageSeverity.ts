import { placeOfId } from '../../state/keys';
import { realMoneyOf } from '../observation/realMoney';
import type { AlertState } from '../state/alertState';
import type { Severity } from './severity';

/**
 * How bad it is that nothing can be monitored: critical where a live target trades with real money, or may. One that never
 * gave a sign of life does not.
 */
export const outageSeverity = ({
  targets,
  observedAt,
}: Pick<AlertState, 'targets' | 'observedAt'>): Severity =>
  targets.some(({ target, status, reported, lastRealOrderAt }) => {
    const mode = placeOfId(target)?.mode ?? 'paper';
    const { value } = realMoneyOf({ mode, ...reported }, lastRealOrderAt, observedAt);
    return mode === 'live' && status !== 'not_reported' && value !== false;
  })
    ? 'critical'
    : 'warning';
