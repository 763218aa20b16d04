import type { StoredDelivery } from '../state/ledger';

/** So many that are gone are remembered. */
const MOST = 1_000;

/**
 * Tells from what waits that the ledger has gone back in time: something waits again, word for word, that was there and
 * was gone. A Redis that falls back to older data (a snapshot, a replica that lagged) need not be away for a moment.
 */
export class Comebacks {
  private waiting = new Map<string, string>();
  private readonly gone = new Map<string, string>();

  /** Takes note of what waits now; true when some of it has come back. */
  seen(stored: readonly StoredDelivery[]): boolean {
    const now = new Map(stored.map(({ id, text }) => [id, text]));
    for (const [id, text] of this.waiting) if (!now.has(id)) this.keep(id, text);
    const back = [...now].filter(([id, text]) => this.gone.get(id) === text);
    for (const [id] of back) this.gone.delete(id);
    this.waiting = now;
    return back.length > 0;
  }

  private keep(id: string, text: string): void {
    this.gone.delete(id);
    this.gone.set(id, text);
    const [oldest] = this.gone.keys();
    if (this.gone.size > MOST && oldest !== undefined) this.gone.delete(oldest);
  }
}
