import type { Clock } from '../../src/lib/clock';
import type { MemoryStore } from '../../src/state/stores/memoryStore';
import type { Ledger } from '../../src/storage/alertStore';
import { MemoryLedger } from '../../src/storage/memory/memoryAlertStore';

type Written = (ledger: Ledger) => Promise<unknown>;

/** A ledger whose Redis can come back empty, or as it was a while ago. */
export class ForgetfulLedger implements Ledger {
  private ledger: Ledger;
  private written: Written[] = [];

  constructor(
    private readonly store: MemoryStore,
    private readonly clock: Clock,
  ) {
    this.ledger = new MemoryLedger(store, clock);
  }

  /** A point of time to go back to. */
  get moment(): number {
    return this.written.length;
  }

  /** Redis comes back as it was then; without a moment, empty. */
  async comesBack(moment = 0): Promise<void> {
    this.store.heal();
    const then = this.written.slice(0, moment);
    this.ledger = new MemoryLedger(this.store, this.clock);
    for (const write of then) await write(this.ledger);
    this.written = then;
  }

  /** What there is now, to come back as. */
  remembered(): readonly Written[] {
    return this.written;
  }

  /** Redis comes back as it was when that was remembered. */
  async comesBackAs(written: readonly Written[]): Promise<void> {
    this.written = [...written];
    await this.comesBack(this.written.length);
  }

  read: Ledger['read'] = () => this.ledger.read();
  version: Ledger['version'] = () => this.ledger.version();
  generations: Ledger['generations'] = () => this.ledger.generations();
  waiting: Ledger['waiting'] = () => this.ledger.waiting();
  messages: Ledger['messages'] = () => this.ledger.messages();
  audit: Ledger['audit'] = (count) => this.ledger.audit(count);
  commit: Ledger['commit'] = (change) => this.write((ledger) => ledger.commit(change));
  claim: Ledger['claim'] = (...given) => this.write((ledger) => ledger.claim(...given));
  release: Ledger['release'] = (...given) => this.write((ledger) => ledger.release(...given));
  settle: Ledger['settle'] = (...given) => this.write((ledger) => ledger.settle(...given));

  private async write<T>(write: (ledger: Ledger) => Promise<T>): Promise<T> {
    const done = await write(this.ledger);
    this.written.push(write);
    return done;
  }
}
