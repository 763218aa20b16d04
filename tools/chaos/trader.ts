import { TraderKeys } from '../../sandbox/demo/traderKeys';
import type { Clock } from '../../src/lib/clock';
import { DEFAULT_KEY_PREFIX, traderNamespace } from '../../src/state/keys';
import { eventually } from '../../test/helpers/eventually';
import type { Count, Span, Switch, TraderHistory } from '../invariants/history';
import type { LabCharacter } from './characters';
import type { Does } from './faultActions';
import { KeyWriting } from './keyWriting';
import { LabSign } from './labSign';
import type { LabClient } from './redis/fixture';
import { BEAT_EVERY_MS, LAB, MOMENT_MS } from './settings';

const START_BALANCE = 2_500_000;
const HOUR_MS = 3_600_000;
/** As the trading system has them: any other TTL the bot has to learn. */
const USUAL_TTL_MS = { heartbeat: 60_000, portfolio: 300_000 } as const;

export interface LabTraderDeps {
  readonly client: LabClient;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/** A trader that does what it is asked, and keeps book of what it truly wrote. */
export class LabTrader {
  readonly name: string;
  private readonly keys: TraderKeys;
  private readonly writing: KeyWriting;
  private readonly heartbeat: LabSign | null;
  private readonly portfolio: LabSign;
  private readonly counts: Count[];
  private readonly switches: Switch[];
  private trips = 1;
  private armed = false;
  private isByHand = false;
  private timer: NodeJS.Timeout | null = null;
  private pending: (() => Promise<void>)[] = [];
  private busy: Promise<void> = Promise.resolve();
  private violation: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly character: LabCharacter,
    private readonly deps: LabTraderDeps,
  ) {
    const { target, heartbeatTtlMs, portfolioTtlMs } = character;
    this.name = traderNamespace(target);
    const start = `${this.name}:${DEFAULT_KEY_PREFIX}`;
    this.heartbeat =
      heartbeatTtlMs === null ? null : new LabSign(`${start}:heartbeat:${this.component}`, heartbeatTtlMs);
    this.portfolio = new LabSign(`${start}:portfolio:state`, portfolioTtlMs);
    this.writing = new KeyWriting(deps.client);
    this.keys = new TraderKeys(this.writing, target, DEFAULT_KEY_PREFIX);
    const at = deps.clock.now().getTime();
    this.counts = [{ at, name: 'trips', total: 1 }];
    this.switches = this.isLive ? [{ at, enabled: this.shouldRun, armed: false }] : [];
  }

  /** Whether only the configuration says that it should run. */
  get isListed(): boolean {
    return this.character.atStart === 'dead, and should run' && !this.isLive;
  }

  /** What it truly did. */
  history(span: Span): TraderHistory {
    const { name, counts, switches, heartbeat, portfolio, isByHand } = this;
    const isUsual =
      portfolio.ttlMs === USUAL_TTL_MS.portfolio &&
      (heartbeat === null || heartbeat.ttlMs === USUAL_TTL_MS.heartbeat);
    return {
      target: name,
      beats: heartbeat?.runs ?? [],
      portfolio: portfolio.runs,
      counts,
      switches,
      seenForMs: Math.min(portfolio.ttlMs, heartbeat?.ttlMs ?? Number.POSITIVE_INFINITY),
      datedWithinMs: isUsual && !isByHand ? 0 : 2 * LAB.checkIntervalS * 1000 + MOMENT_MS,
      evidence: this.shouldRun && (this.isLive || this.isListed) ? [span] : [],
    };
  }

  /** Writes what it has from the start, and lives from now on, unless it is dead then. */
  async start(): Promise<void> {
    const written = () =>
      this.stored(() => this.writeFirst()).then(
        () => true,
        () => false,
      );
    await eventually(written, `${this.name} has written its first values`);
    if (this.character.atStart === 'alive') this.live();
  }

  async does(what: Does): Promise<void> {
    switch (what) {
      case 'dies':
        return this.die();
      case 'lives':
        return this.live();
      case 'stops its heartbeat':
      case 'sends heartsends heartbeats again':
        if (this.heartbeat !== null) this.heartbeat.isOn = what === 'sends heartsends heartbeats again';
        return;
      case 'stops its portfolio':
      case 'writes its portfolio again':
        this.portfolio.isOn = what === 'writes its portfolio again';
        return;
      case 'has its keys kept by hand':
        return this.keepByHand();
      case 'trips':
        return this.trip();
      case 'switches':
        return this.switchArmed();
    }
  }

  /** It stops, as a process that was killed. Resolves when its last write has ended, one way or the other. */
  async die(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.busy;
    this.violation = Promise.all([this.heartbeat, this.portfolio].map((sign) => this.findLast(sign)));
  }

  /** Resolves when it is known what it truly wrote. */
  async settled(): Promise<void> {
    await this.violation;
  }

  private live(): void {
    this.timer ??= setInterval(() => {
      this.busy = this.busy.then(() => this.tick());
    }, BEAT_EVERY_MS);
  }

  private async findLast(sign: LabSign | null): Promise<void> {
    const { client, log } = this.deps;
    const found = await sign?.findLast(
      client,
      () => this.now(),
      () => this.timer !== null || this.isByHand,
    );
    if (found === true) log(`a last write of ${this.name} was done after its death`);
  }

  /** Somebody sets an hour for one key, and none for the other. */
  private async keepByHand(): Promise<void> {
    this.isByHand = true;
    const { client } = this.deps;
    const { heartbeat, portfolio } = this;
    await Promise.allSettled([
      client.call('pexpire', portfolio.key, `${HOUR_MS}`),
      ...(heartbeat === null ? [] : [client.call('persist', heartbeat.key)]),
    ]);
  }

  /** Its circuit breaker trips; counted once Redis takes it. */
  private trip(): void {
    this.pending.push(async () => {
      await this.stored(() => this.keys.setStat('circuit_breaker_triggers_total', this.trips + 1));
      this.trips += 1;
      this.counts.push({ at: this.now(), name: 'trips', total: this.trips });
      this.deps.log(`${this.name} has tripped its breaker, ${this.trips} in all`);
    });
  }

  /** Live trading is armed, or disarmed, once Redis takes it. */
  private switchArmed(): void {
    this.pending.push(async () => {
      this.armed = !this.armed;
      try {
        await this.stored(() => this.setSwitches());
      } catch (error) {
        this.armed = !this.armed;
        throw error;
      }
      this.switches.push({ at: this.now(), enabled: true, armed: this.armed });
      this.deps.log(`${this.name} is ${this.armed ? 'armed' : 'disarmed'}`);
    });
  }

  private async tick(): Promise<void> {
    const at = this.deps.clock.now();
    const byItsClock = new Date(at.getTime() + this.character.clockErrorMs);
    const total = START_BALANCE + (at.getTime() % 1000);
    const { heartbeat, portfolio } = this;
    const written = await Promise.all([
      heartbeat?.write(at.getTime(), () =>
        this.stored(() => this.keys.heartbeat(this.component, byItsClock, heartbeat.ttlMs)),
      ) ?? true,
      portfolio.write(at.getTime(), () =>
        this.stored(() => this.keys.portfolio({ total, inPositions: 0 }, byItsClock, portfolio.ttlMs)),
      ),
    ]);
    const [next] = this.pending;
    // What Redis does not take now is tried again at the next tick.
    if (next === undefined || written.includes(false)) return;
    await next().then(
      () => void this.pending.shift(),
      () => undefined,
    );
  }

  private writeFirst(): void {
    this.keys.setStat('circuit_breaker_triggers_total', this.trips);
    this.setSwitches();
    if (!this.character.hasLeftover) return;
    const other = this.component === 'trader' ? 'live_trader' : 'trader';
    this.keys.heartbeat(other, new Date(this.now() + HOUR_MS), null);
  }

  private get isLive(): boolean {
    return this.character.target.mode === 'live';
  }

  private get shouldRun(): boolean {
    return this.character.atStart !== 'dead';
  }

  private get component(): string {
    return this.isLive ? 'live_trader' : 'trader';
  }

  private setSwitches(): void {
    if (!this.isLive) return;
    this.keys.setStat('live_enabled', this.shouldRun ? 1 : 0);
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
