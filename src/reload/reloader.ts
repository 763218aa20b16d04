import type { Activator } from '../alerting/configuration/activeConfiguration';
import { settingChanges } from '../alerting/configuration/settingChanges';
import type { BotConfig } from '../config';
import type { ConfigSource } from '../config/environment/configSource';
import type { ConfigFile } from '../config/file';
import { planReload, type ReloadPlan } from '../config/reload/planReload';
import type { Logger } from '../lib/logger';
import type { Activation } from './activation';
import type { InstanceConfiguration, Reload, ReloadOutcome } from './outcome';

export interface ReloaderDeps {
  readonly source: ConfigSource;
  /** The configuration as it is now. */
  readonly settings: () => BotConfig;
  /** Puts another one in its place. */
  readonly apply: (config: BotConfig) => void;
  /** Null where no alert channel is set. */
  readonly activation: Activation | null;
  readonly instance: () => InstanceConfiguration;
  readonly log: Logger;
  /** Of this instance; null where it is not known. */
  readonly host: string | null;
  readonly onResult: (result: ReloadResult) => void;
}

export type ReloadResult = 'applied' | 'unchanged' | 'refused';

/** Reads the configuration again, and applies it where all of it is right; one after the other. */
export class Reloader {
  private tail: Promise<unknown> = Promise.resolve();
  private file: ConfigFile;

  constructor(private readonly deps: ReloaderDeps) {
    this.file = deps.source.start.file;
  }

  readonly reload: Reload = (how, userId) => {
    const done = this.tail.then(() => this.reloadNow({ how, userId, host: this.deps.host }));
    this.tail = done;
    return done;
  };

  private async reloadNow(by: Activator): Promise<ReloadOutcome> {
    const { source, activation, log, onResult } = this.deps;
    const read = source.read();
    const plan = planReload(source.start, read, this.file);
    const outcome =
      plan.kind === 'refuse' ? this.refuse(plan, read.file, by) : await this.apply(plan, read.file, by);
    onResult(outcome.kind);
    const { needsRestart } = plan;
    if (needsRestart.length > 0) log.warn({ settings: needsRestart }, 'changed settings need a restart');
    if (outcome.kind === 'refused') void activation?.flush();
    return outcome;
  }

  private refuse(
    { problems, hash, needsRestart }: Extract<ReloadPlan, { kind: 'refuse' }>,
    { name }: ConfigFile,
    by: Activator,
  ): ReloadOutcome & { kind: 'refused' } {
    const { activation, log } = this.deps;
    log.error({ problems, by }, 'configuration refused; the former one stays');
    activation?.refuse({ hash, file: name, problems, by });
    return { kind: 'refused', problems, needsRestart };
  }

  private async apply(
    { config, needsRestart }: Extract<ReloadPlan, { kind: 'apply' }>,
    file: ConfigFile,
    by: Activator,
  ): Promise<ReloadOutcome & { kind: 'applied' | 'unchanged' }> {
    const { settings, activation, instance, log } = this.deps;
    const before = settings();
    this.file = file;
    const changes = [
      ...settingChanges(before.content.settings, config.content.settings),
      ...settingChanges(before.instanceSettings, config.instanceSettings),
    ];
    if (changes.length === 0) return { kind: 'unchanged', needsRestart, instance: instance() };
    this.deps.apply(config);
    log.info({ by, settings: changes.map(({ path }) => path) }, 'configuration reloaded');
    const isShared = before.content.hash !== config.content.hash;
    if (isShared) activation?.request({ content: config.content, by, needsRestart });
    const isStored = activation !== null && (await activation.flush());
    const announced = isStored ? 'announced' : 'later';
    const told = !isShared ? 'alone' : activation === null ? 'nowhere' : announced;
    return { kind: 'applied', changes, needsRestart, told, generation: instance().generation };
  }
}
