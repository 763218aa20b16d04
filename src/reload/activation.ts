import {
  type ActivationRequest,
  activateConfiguration,
  type RefusedFile,
  refuseConfiguration,
} from '../alerting/configuration/activateConfiguration';
import type { ConfigurationContent } from '../alerting/configuration/activeConfiguration';
import {
  type ConfigurationStatus,
  FIRST_STATUS,
  nextStatus,
  type StatusMemory,
} from '../alerting/configuration/configurationStatus';
import type { AlertState } from '../alerting/state/alertState';
import type { AlertSettings, EvaluationResult } from '../alerting/types';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { StateCache } from '../notify/recovery/stateCache';
import { storeDecision } from '../notify/recovery/storeDecision';
import { StateUnavailableError } from '../redis/errors';
import type { InstanceConfiguration } from './outcome';

export interface ActivationDeps {
  readonly stateCache: Pick<StateCache, 'load' | 'commit' | 'known'>;
  /** Looks at once for what was committed. */
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly log: Logger;
  /** By what is decided now. */
  readonly settings: () => AlertSettings & { readonly content: ConfigurationContent };
  /** Of this instance; null where it is not known. */
  readonly host: string | null;
}

/** What an instance has to store, and what is left of it for later. */
interface Pending {
  activation: ActivationRequest | null;
  refusals: readonly RefusedFile[];
}

/**
 * This instance's configuration among those of others: it is activated at the start and after a reload, which whoever did it
 * last wins, and until it is found to be older than the store's, this instance evaluates with it.
 */
export class Activation {
  private readonly pending: Pending = { activation: null, refusals: [] };
  private memory: StatusMemory = FIRST_STATUS;
  private generation: number | null = null;
  private flushing: Promise<boolean> | null = null;

  constructor(private readonly deps: ActivationDeps) {
    const { settings, host } = deps;
    const by = { how: 'start', userId: null, host } as const;
    this.pending.activation = { content: settings().content, by, needsRestart: [] };
  }

  /** From now on this instance has this configuration; `flush` makes it the active one. */
  request(activation: ActivationRequest): void {
    this.pending.activation = activation;
  }

  /** `flush` says in the alert channel that a file was refused, once. */
  refuse(file: RefusedFile): void {
    this.pending.refusals = [...this.pending.refusals, file];
  }

  /** Stores what is pending; false where the store does not take it now, and it is tried again. Never rejects. */
  flush(): Promise<boolean> {
    this.flushing ??= this.storePending().finally(() => {
      this.flushing = null;
    });
    return this.flushing;
  }

  /** What this instance is to do, by the state that a check has loaded; null where the store cannot be read. */
  observe(known: AlertState | null): ConfigurationStatus {
    const { clock, settings } = this.deps;
    const { content, checkIntervalMs } = settings();
    this.activateWhereLost(known, content);
    const before = this.memory;
    this.memory = nextStatus(before, {
      ...{ known, own: content.hash, checkIntervalMs },
      isPending: this.pending.activation !== null,
      nowMs: clock.monotonicMs(),
    });
    if (known?.configuration?.hash === content.hash) this.generation = known.configuration.generation;
    if (this.memory.status !== before.status) this.logStatus(known);
    return this.memory.status;
  }

  /** Whether what follows from this state is for this instance to decide. */
  mayDecide(known: AlertState): boolean {
    const active = known.configuration;
    return (
      this.pending.activation !== null ||
      active === undefined ||
      active.hash === this.deps.settings().content.hash ||
      this.memory.status === 'stand_in'
    );
  }

  get status(): ConfigurationStatus {
    return this.memory.status;
  }

  /** As of the last check. */
  instance(): InstanceConfiguration {
    const active = this.deps.stateCache.known()?.configuration ?? null;
    return { status: this.memory.status, generation: this.generation, active, host: this.deps.host };
  }

  /** Who went on from nothing, after Redis lost everything, knows of no configuration. */
  private activateWhereLost(known: AlertState | null, content: ConfigurationContent): void {
    if (known === null || known.configuration !== undefined || this.pending.activation !== null) return;
    const by = { how: 'start', userId: null, host: this.deps.host } as const;
    this.request({ content, by, needsRestart: [] });
  }

  private async storePending(): Promise<boolean> {
    const { pending } = this;
    for (;;) {
      const { activation } = pending;
      const [refused] = pending.refusals;
      if (activation !== null) {
        if (!(await this.store((...now) => activateConfiguration(now[0], activation, now[1], now[2]))))
          return false;
        this.generation = this.deps.stateCache.known()?.configuration?.generation ?? null;
        if (pending.activation === activation) pending.activation = null;
      } else if (refused !== undefined) {
        if (!(await this.store((...now) => refuseConfiguration(now[0], refused, now[1], now[2]))))
          return false;
        pending.refusals = pending.refusals.filter((each) => each !== refused);
      } else return true;
    }
  }

  private async store(
    decide: (known: AlertState, now: Date, settings: AlertSettings) => EvaluationResult | null,
  ): Promise<boolean> {
    const { stateCache, dispatcher, clock, log, settings } = this.deps;
    try {
      let lines: readonly string[] = [];
      const outcome = await storeDecision(stateCache, (known) => {
        const decided = decide(known, clock.now(), settings());
        lines = decided?.logLines ?? [];
        return decided;
      });
      if (outcome !== 'done') return false;
      for (const line of lines) log.info(line);
      dispatcher.wake();
      return true;
    } catch (error) {
      if (!(error instanceof StateUnavailableError))
        log.error({ err: error }, 'failed to store a change of the configuration');
      return false;
    }
  }

  private logStatus(known: AlertState | null): void {
    const { log, settings } = this.deps;
    const active = known?.configuration;
    const details = {
      own: settings().content.hash,
      generation: this.generation,
      active: active && { hash: active.hash, generation: active.generation, by: active.activatedBy },
    };
    log[this.memory.status === 'current' ? 'info' : 'warn'](details, LOG_LINES[this.memory.status]);
  }
}

const LOG_LINES: Readonly<Record<ConfigurationStatus, string>> = {
  current: 'the configuration of this instance is the active one; evaluating',
  outdated:
    'the configuration of this instance is older than the active one; not evaluating until it is reloaded',
  stand_in:
    'no instance with the active configuration evaluates; this one does, with its older configuration',
};
