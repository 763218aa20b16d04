import type { TargetId } from '../../state/keys';
import type { Statements } from './statements';

/** The numbers by which the tables know targets. */
export class TargetIds {
  private readonly ids = new Map<TargetId, number>();

  constructor(private readonly db: Statements) {}

  /** Undefined for one of which there is no record. */
  find(target: TargetId): number | undefined {
    const known = this.ids.get(target);
    if (known !== undefined) return known;
    const id = this.db.row<[number]>('SELECT id FROM targets WHERE name = ?', target)?.[0];
    if (id !== undefined) this.ids.set(target, id);
    return id;
  }

  ensure(target: TargetId): number {
    const known = this.find(target);
    if (known !== undefined) return known;
    this.db.run('INSERT INTO targets (name) VALUES (?)', target);
    return this.find(target) ?? this.ensure(target);
  }

  all(): readonly { readonly target: TargetId; readonly id: number }[] {
    return this.db
      .rows<[string, number]>('SELECT name, id FROM targets ORDER BY name')
      .map(([target, id]) => ({ target, id }));
  }

  /** What was made in a transaction that was rolled back is not there. */
  forget(): void {
    this.ids.clear();
  }
}
