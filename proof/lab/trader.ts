import { setTimeout as sleep } from 'node:timers/promises';
import { TraderKeys } from '../../sandbox/demo/traderKeys';
import type { Clock } from '../../src/clock';
import { DEFAULT_KEY_PREFIX, type Place, traderNamespace } from '../../src/state/keys';
import { eventually } from '../../test/helpers/eventually';
import type { Count, Run, Switch, TraderHistory } from '../referee/history';
import { KeyWriting } from './keyWriting';
import type { LabClient } from './redis/fixture';
import { BEAT_EVERY_MS, SILENCE_MS } from './settings';

const START_BALANCE = 2_500_000;
const HEARTBEAT_TTL_MS = 60_000;
/** A beat that Redis answers is written so soon, in ms. */
const WRITTEN_WITHIN_MS = 900;
/** So often, and so many times, it is looked whether a beat was written late, in ms. */
const FIND_EVERY_MS = 250;
const FIND_TIMES = 80;

export interface LabTraderDeps {
  readonly client: LabClient;
  readonly clock: Clock;
  readonly tell: (text: string) => void;
}

/** A trader that does what it is told, and keeps book of what it truly wrote. */
export class LabTrader {
  readonly name: string;
  private readonly keys: TraderKeys;
  private readonly writing: KeyWriting;
  private beats: readonly Run[] = [];
  private portfolio: readonly Run[] = [];
  private readonly counts: Count[];
  private readonly switches: Switch[];
  private trips = 1;
  private armed = false;
  private timer: NodeJS.Timeout | null = null;
  private pending: (() => Promise<void>)[] = [];
  private busy: Promise<void> = Promise.resolve();
  private finding: Promise<void> = Promise.resolve();
  /** Whether Redis has not answered the last beat. */
  private isUnsure = false;

  constructor(
    readonly target: Place,
    private readonly deps: LabTraderDeps,
  ) {
    this.name = traderNamespace(target);
    this.writing = new KeyWriting(deps.client);
    this.keys = new TraderKeys(this.writing, target, DEFAULT_KEY_PREFIX);
    const at = deps.clock.now().getTime();
    this.counts = [{ at, name: 'trips', total: 1 }];
    this.switches = [{ at, enabled: true, armed: false }];
  }

  /** What it truly did. */
  history(): TraderHistory {
    const { name, beats, portfolio, counts, switches } = this;
    return { target: name, beats, portfolio, counts, switches };
  }

  /** Writes what it has from the start, and beats from now on. */
  async start(): Promise<void> {
    const written = () =>
      this.stored(() => {
        this.keys.setStat('circuit_breaker_triggers_total', this.trips);
        this.setSwitches();
      }).then(
        () => true,
        () => false,
      );
    await eventually(written, `${this.name} has written its first figures`);
    this.live();
  }

  /** It beats from now on. */
  live(): void {
    this.timer ??= setInterval(() => {
      this.busy = this.busy.then(() => this.tick());
    }, BEAT_EVERY_MS);
  }

  /** It stops, as a process that was killed. Resolves when its last write has ended, one way or the other. */
  async die(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.busy;
    if (this.isUnsure) this.finding = this.findLastBeat();
  }

  /** Resolves when it is known what it truly wrote. */
  async settled(): Promise<void> {
    await this.finding;
  }

  /**
   * A beat that Redis did not answer may lie in its queue and be written after the trader's death: then Redis tells when
   * that was, by the key's TTL.
   */
  private async findLastBeat(): Promise<void> {
    for (let asked = 0; asked < FIND_TIMES && this.timer === null; asked++) {
      await sleep(FIND_EVERY_MS);
      const leftMs = await this.deps.client
        .call('pttl', `${this.name}:${DEFAULT_KEY_PREFIX}:heartbeat:${this.component}`)
        .then(Number, () => Number.NaN);
      const at = this.now() + leftMs - HEARTBEAT_TTL_MS;
      const last = this.beats.at(-1)?.last ?? 0;
      if (leftMs > 0 && at > last + WRITTEN_WITHIN_MS) {
        this.deps.tell(`a last beat of ${this.name} was written after its death`);
        this.beats = withBeat(this.beats, at);
      }
    }
  }

  /** Its circuit breaker trips; counted once Redis takes it. */
  trip(): void {
    this.pending.push(async () => {
      await this.stored(() => this.keys.setStat('circuit_breaker_triggers_total', this.trips + 1));
      this.trips += 1;
      this.counts.push({ at: this.now(), name: 'trips', total: this.trips });
      this.deps.tell(`${this.name} has tripped its breaker, ${this.trips} in all`);
    });
  }

  /** Live trading is armed, or disarmed, once Redis takes it. */
  switchArmed(): void {
    this.pending.push(async () => {
      this.armed = !this.armed;
      try {
        await this.stored(() => this.setSwitches());
      } catch (error) {
        this.armed = !this.armed;
        throw error;
      }
      this.switches.push({ at: this.now(), enabled: true, armed: this.armed });
      this.deps.tell(`${this.name} is ${this.armed ? 'armed' : 'disarmed'}`);
    });
  }

  private async tick(): Promise<void> {
    const at = this.deps.clock.now();
    const { heartbeat, portfolio } = this.parts(at);
    const written = await Promise.allSettled([
      this.stored(heartbeat).then(() => {
        this.beats = withBeat(this.beats, at.getTime());
      }),
      this.stored(portfolio).then(() => {
        this.portfolio = withBeat(this.portfolio, at.getTime());
      }),
    ]);
    this.isUnsure = written[0].status === 'rejected';
    const [next] = this.pending;
    // What Redis does not take now is tried again at the next tick.
    if (next === undefined || written.some(({ status }) => status === 'rejected')) return;
    await next().then(
      () => void this.pending.shift(),
      () => undefined,
    );
  }

  private parts(at: Date) {
    const total = START_BALANCE + (at.getTime() % 1000);
    return {
      heartbeat: () => this.keys.heartbeat(this.component, at),
      portfolio: () => this.keys.portfolio({ total, inPositions: 0 }, at),
    };
  }

  private get component(): string {
    return this.target.mode === 'live' ? 'live_trader' : 'trader';
  }

  private setSwitches(): void {
    if (this.target.mode !== 'live') return;
    this.keys.setStat('live_enabled', 1);
    this.keys.setStat('live_armed', this.armed ? 1 : 0);
  }

  /** Throws when Redis does not take all of it. */
  private stored(write: () => void): Promise<void> {
    return this.writing.stored(write);
  }

  private now(): number {
    return this.deps.clock.now().getTime();
  }
}

/** The runs with one more beat: of the last run, or after a silence. */
function withBeat(runs: readonly Run[], at: number): Run[] {
  const last = runs.at(-1);
  if (last === undefined || at - last.last > SILENCE_MS)
    return [...runs, { first: at, last: at, everyMs: SILENCE_MS }];
  return [...runs.slice(0, -1), { ...last, last: at }];
}
