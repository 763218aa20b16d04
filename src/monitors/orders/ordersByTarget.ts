import { type Target, traderNamespace } from '../../state/keys';
import { realOrderReader } from '../../state/orders/keys';
import { TargetOrders } from './targetOrders';

/** The id of a target. */
export type IdOf = (target: Target) => string;

/** What is known of the real orders of all live targets. */
export class OrdersByTarget {
  private readonly byId = new Map<string, { readonly target: Target; readonly orders: TargetOrders }>();
  private targetOf: (key: string) => Target | null = () => null;

  /** `idOf`: `live:docker` and the like unless given. */
  constructor(private readonly idOf: IdOf = traderNamespace) {}

  /** Keeps the live ones of these targets, and no others; true when one of them is new. */
  setTargets(targets: readonly Target[]): boolean {
    const live = new Map(
      targets.filter(({ mode }) => mode === 'live').map((target) => [this.idOf(target), target]),
    );
    for (const id of [...this.byId.keys()]) if (!live.has(id)) this.byId.delete(id);
    const added = [...live].filter(([id]) => !this.byId.has(id));
    for (const [id, target] of added) this.byId.set(id, { target, orders: new TargetOrders() });
    this.targetOf = realOrderReader(this.targets());
    return added.length > 0;
  }

  targets(): Target[] {
    return [...this.byId.values()].map(({ target }) => target);
  }

  all(): TargetOrders[] {
    return [...this.byId.values()].map(({ orders }) => orders);
  }

  /** Those of the target that the key is of; undefined for any other key. */
  forKey(key: string): TargetOrders | undefined {
    const target = this.targetOf(key);
    return target === null ? undefined : this.byId.get(this.idOf(target))?.orders;
  }

  /** By target id; a time in the future counts as now, for our clock may have been set back. */
  lastAt(now: Date): ReadonlyMap<string, Date> {
    const known = [...this.byId].map(([id, { orders }]) => [id, orders.lastAt?.getTime()] as const);
    return new Map(
      known.flatMap(([id, at]) =>
        at === undefined ? [] : [[id, new Date(Math.min(at, now.getTime()))] as const],
      ),
    );
  }

  undated(): ReadonlySet<string> {
    return new Set([...this.byId].flatMap(([id, { orders }]) => (orders.isUndated ? [id] : [])));
  }
}
