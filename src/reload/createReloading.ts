import type { BotConfig } from '../config';
import type { ConfigSource } from '../config/environment/configSource';
import type { Clock, Sleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { Activation } from './activation';
import { FileWatch } from './fileWatch';
import type { InstanceConfiguration, Reload } from './outcome';
import { Reloader, type ReloadResult } from './reloader';

export interface ReloadingDeps {
  /** Without it, nothing can be read again. */
  readonly source: ConfigSource | undefined;
  /** The configuration as it is now. */
  readonly settings: () => BotConfig;
  /** Puts another one in its place. */
  readonly apply: (config: BotConfig) => void;
  /** Null where no alert channel is set. */
  readonly activation: Activation | null;
  /** Of this instance; null where it is not known. */
  readonly host: string | null;
  readonly onResult: (result: ReloadResult) => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sleep?: Sleep;
}

/** How a changed configuration comes into use while the bot runs. */
export interface Reloading {
  readonly reload: Reload;
  /** Which configuration this instance has, beside the one that was activated last. */
  instance(): InstanceConfiguration;
  /** Begins to watch the file. */
  start(): void;
  stop(): Promise<void>;
}

/** Without an alert channel there is nothing that instances share. */
const ALONE = { status: 'current', generation: null, active: null } as const;

/** What reads the configuration again, and watches its file, wired. */
export function createReloading(deps: ReloadingDeps): Reloading {
  const { source, activation, host, clock, log, sleep } = deps;
  const instance = () => activation?.instance() ?? { ...ALONE, host };
  if (source === undefined)
    return {
      instance,
      reload: async () => ({ kind: 'unavailable' }),
      start: () => undefined,
      stop: async () => undefined,
    };
  const { reload } = new Reloader({ ...deps, source, instance });
  const watch = new FileWatch({
    fileHash: () => source.fileHash(),
    current: source.start.file.hash,
    onChange: () => reload('file', null),
    ...{ clock, log, ...(sleep && { sleep }) },
  });
  return { instance, reload, start: () => watch.start(), stop: () => watch.stop() };
}
