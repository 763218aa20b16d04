import { TraderKeys } from '../../sandbox/demo/traderKeys';
import type { Clock } from '../../src/clock';
import { DEFAULT_KEY_PREFIX, type Target, traderNamespace } from '../../src/state/keys';
import { eventually } from '../../test/helpers/eventually';
import type { Count, Run, Switch, TraderHistory } from '../referee/history';
import { KeyWriting } from './keyWriting';
import type { LabClient } from './redis/fixture';
import { BEAT_EVERY_MS, SILENCE_MS } from './settings';

const START_BALANCE = 2_500_000;

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

  constructor(
    readonly target: Target,
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
      heartbeat: () => this.keys.heartbeat(this.target.mode === 'live' ? 'live_trader' : 'trader', at),
      portfolio: () => this.keys.portfolio({ total, inPositions: 0 }, at),
    };
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
