import type { RecordedTarget } from '../../historyReader';
import type { Statements } from '../statements';

export const readTargets = (db: Statements): readonly RecordedTarget[] =>
  db
    .rows<[string, number, number]>(TARGETS)
    .map(([target, first, last]) => ({ target, firstAt: new Date(first), lastAt: new Date(last) }));

const TARGETS = 'SELECT name, first_at, last_at FROM targets WHERE first_at IS NOT NULL ORDER BY name';
