/** Lets everything that waits for nothing but other promises go on, to its end: only then comes the next tick. */
const drained = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

const comesBefore = (a: Entry, b: Entry): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** Virtual time: what is to happen, in the order of its time, and of its planning where that is the same. In ms. */
export class EventQueue {
  private readonly heap: Entry[] = [];
  private order = 0;
  private woken = false;
  private isHalted = false;

  constructor(public nowMs: number) {}

  /** Plans something; what lies in the past happens next. */
  at(atMs: number, act: () => void): void {
    this.push({ atMs: Math.max(atMs, this.nowMs), order: this.order++, act });
  }

  after(ms: number, act: () => void): void {
    this.at(this.nowMs + ms, act);
  }

  /** To be called when a promise was settled, or code of the bot's was called, whose consequences are to be awaited. */
  wakes(): void {
    this.woken = true;
  }

  /** Nothing happens any more. */
  halt(): void {
    this.isHalted = true;
    this.heap.length = 0;
  }

  /** Lets time pass until `endMs`. */
  async runUntil(endMs: number): Promise<void> {
    for (;;) {
      if (this.woken) {
        this.woken = false;
        await drained();
        continue;
      }
      const next = this.heap[0];
      if (next === undefined || next.atMs > endMs) break;
      this.pop();
      this.nowMs = next.atMs;
      next.act();
    }
    this.nowMs = endMs;
  }

  private push(entry: Entry): void {
    const { heap } = this;
    if (this.isHalted) return;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !comesBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const [a, b] = [heap[left], heap[right]];
      if (a === undefined) break;
      const [child, below] = b !== undefined && comesBefore(b, a) ? [right, b] : [left, a];
      if (!comesBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}
