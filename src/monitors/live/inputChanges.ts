import type { Clock, Sleep } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { SingleFlight } from '../../lib/singleFlight';
import { StateUnavailableError } from '../../redis/errors';
import type { KeyTracking } from '../../redis/tracking/keyInvalidations';
import { ReconnectingSubscription } from '../../redis/tracking/reconnectingSubscription';
import { type InputKey, readInput } from '../../state/inputKeys';
import type { TargetId } from '../../state/keys';
import { withoutOverlap } from '../../state/orders/keys';
import type { StateStore } from '../../state/store';
import { PacedReads } from './pacedReads';

/** Keys that are read when they are written, and compared. */
export interface WatchedInputs {
  readonly keys: readonly InputKey[];
  /** What they begin with. */
  readonly prefixes: readonly string[];
}

export interface InputChangesDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly sleep?: Sleep;
  readonly log: Logger;
  readonly watchedInputs: () => WatchedInputs;
  /** Keys of which each write counts, with their targets. */
  readonly watchedSigns: () => ReadonlyMap<string, TargetId>;
  /** Something of the target has changed, or may have while nobody could tell; null: of any, or of a run. */
  readonly onChange: (target: TargetId | null) => void;
}

/**
 * Notices by client tracking when something changes that alerts follow from at once. Where Redis does not allow that, or the
 * connection is lost, the regular checks find it.
 */
export class InputChanges {
  private readonly inputs: ReconnectingSubscription;
  private readonly signs: ReconnectingSubscription;
  private readonly reads: PacedReads<InputKey>;
  private readonly refreshes = new SingleFlight<void>();
  private byKey: ReadonlyMap<string, InputKey> = new Map();
  private signKeys: ReadonlyMap<string, TargetId> = new Map();
  /** By key, what was read there last. */
  private readonly texts = new Map<string, string>();
  private isRefused = false;

  constructor(private readonly deps: InputChangesDeps) {
    const { tracking, clock, sleep, log, onChange } = deps;
    this.reads = new PacedReads({ read: (keys) => this.compare(keys), clock, ...(sleep && { sleep }) });
    this.inputs = new ReconnectingSubscription({
      ...{ tracking, clock },
      onChange: (key) => {
        const input = this.byKey.get(key);
        if (input !== undefined) this.reads.add(input);
      },
      onResume: () => this.texts.clear(),
      onReject: (error) => {
        this.isRefused = true;
        log.warn(
          { err: error },
          'client tracking unavailable; only regular checks find changes of the traders',
        );
      },
    });
    this.signs = new ReconnectingSubscription({
      ...{ tracking, clock },
      onChange: (key) => {
        const target = this.signKeys.get(key);
        if (target !== undefined) onChange(target);
      },
      onResume: () => onChange(null),
      // That of the others has said so.
      onReject: () => undefined,
    });
  }

  /** Why changes are found by regular checks alone, as a clause; null where they are noticed at once. */
  get problem(): string | null {
    return this.isRefused ? 'Redis does not tell of changes: they are found by regular checks alone' : null;
  }

  /** Watches what is to be watched now, and again what was lost. Nothing waits for it. */
  refresh(): void {
    this.refreshes
      .run('', () => this.follow())
      .catch((error: unknown) => {
        if (!(error instanceof StateUnavailableError))
          this.deps.log.error({ err: error }, 'tracking changes failed');
      });
  }

  /** Watches the signs that are to be watched now, where they are others than before. */
  update(): void {
    const signs = this.deps.watchedSigns();
    const isSame =
      signs.size === this.signKeys.size && [...signs.keys()].every((key) => this.signKeys.has(key));
    if (!isSame) this.refresh();
  }

  close(): void {
    this.inputs.close();
    this.signs.close();
    this.reads.clear();
  }

  private async follow(): Promise<void> {
    const { watchedInputs, watchedSigns } = this.deps;
    const [{ keys, prefixes }, signs] = [watchedInputs(), watchedSigns()];
    this.byKey = new Map(keys.map((input) => [input.key, input]));
    this.signKeys = signs;
    for (const key of this.texts.keys()) if (!this.byKey.has(key)) this.texts.delete(key);
    await Promise.all([this.followSigns([...signs.keys()]), this.followInputs(prefixes)]);
  }

  private async followSigns(signs: readonly string[]): Promise<void> {
    await this.signs.track(withoutOverlap(signs));
    if (signs.length > 0) await this.signs.sync();
  }

  private async followInputs(prefixes: readonly string[]): Promise<void> {
    await this.inputs.track(withoutOverlap(prefixes));
    if (!(await this.inputs.sync())) return;
    this.isRefused = false;
    const unread = [...this.byKey.values()].filter(({ key }) => !this.texts.has(key));
    if (unread.length === 0) return;
    await this.compare(unread);
    // They may have changed after they were checked, and before they were tracked.
    this.deps.onChange(null);
  }

  /** Never rejects. */
  private async compare(inputs: readonly InputKey[]): Promise<void> {
    const { store, log, onChange } = this.deps;
    try {
      const texts = await Promise.all(inputs.map((input) => readInput(store, input)));
      const changed = inputs.filter(({ key }, i) => {
        const before = this.texts.get(key);
        const text = texts[i] ?? '';
        this.texts.set(key, text);
        return before !== undefined && before !== text;
      });
      for (const target of new Set(changed.map((input) => input.target))) onChange(target);
    } catch (error) {
      if (!(error instanceof StateUnavailableError))
        log.error({ err: error }, 'failed to read what has changed');
      // A check says why, or sees what there is.
      onChange(null);
    }
  }
}
