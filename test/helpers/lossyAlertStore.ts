import type { Clock } from '../../src/lib/clock';
import type { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';

type Written = (alertStore: AlertStore) => Promise<unknown>;

/** A store whose Redis can come back empty, or as it was a while ago. */
export class LossyAlertStore implements AlertStore {
  private alertStore: AlertStore;
  private written: Written[] = [];

  constructor(
    private readonly store: MemoryStore,
    private readonly clock: Clock,
  ) {
    this.alertStore = new MemoryAlertStore(store, clock);
  }

  /** A point of time to go back to. */
  get moment(): number {
    return this.written.length;
  }

  /** Redis comes back as it was then; without a moment, empty. */
  async comesBack(moment = 0): Promise<void> {
    this.store.endOutage();
    const then = this.written.slice(0, moment);
    this.alertStore = new MemoryAlertStore(this.store, this.clock);
    for (const write of then) await write(this.alertStore);
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

  load: AlertStore['load'] = (since) => this.alertStore.load(since);
  version: AlertStore['version'] = () => this.alertStore.version();
  generations: AlertStore['generations'] = () => this.alertStore.generations();
  pending: AlertStore['pending'] = () => this.alertStore.pending();
  messageRefs: AlertStore['messageRefs'] = () => this.alertStore.messageRefs();
  audit: AlertStore['audit'] = (count) => this.alertStore.audit(count);
  commit: AlertStore['commit'] = (change) => this.write((alertStore) => alertStore.commit(change));
  claim: AlertStore['claim'] = (...given) => this.write((alertStore) => alertStore.claim(...given));
  release: AlertStore['release'] = (...given) => this.write((alertStore) => alertStore.release(...given));
  complete: AlertStore['complete'] = (...given) => this.write((alertStore) => alertStore.complete(...given));

  private async write<T>(write: (alertStore: AlertStore) => Promise<T>): Promise<T> {
    const done = await write(this.alertStore);
    this.written.push(write);
    return done;
  }
}
