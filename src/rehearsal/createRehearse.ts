import { type BotConfig, isWatching } from '../config';
import type { ConfigSource } from '../config/environment/configSource';
import type { ConfigInput } from '../config/environment/readFiles';
import type { HistoryReader } from '../history/historyReader';
import type { Clock } from '../lib/clock';
import { type RehearsalOutcome, type RehearsalRequest, Rehearsals } from './rehearsals';

/** In a bot a rehearsal takes no longer, in ms: who asks waits for 25 s at most. */
const LIMIT_MS = 20_000;

/** Where a bot's configuration came from. */
export interface ConfigOrigin {
  /** To be read again; without it, it stays as it is. */
  readonly source?: ConfigSource;
  /** What it was read from, where it cannot be read again: to rehearse others. */
  readonly input?: ConfigInput;
}

export interface RehearseDeps extends ConfigOrigin {
  /** The configuration as it is now. */
  readonly settings: () => BotConfig;
  readonly history: HistoryReader;
  readonly clock: Clock;
}

/** Rehearsals within a running bot, against the configuration in use. */
export function createRehearse({ settings, history, clock, source, input: fixed }: RehearseDeps) {
  const rehearsals = new Rehearsals({
    ...{ history, clock, limitMs: LIMIT_MS },
    current() {
      const config = settings();
      if (!isWatching(config)) return null;
      return { settings: config.alerts.decide, shown: config.content.settings, zone: config.timezone };
    },
    input(file) {
      if (source === undefined) return file === null ? (fixed ?? null) : null;
      const read = file === null ? source.read() : source.readOther(file);
      // As a reload would: the environment stays as it was at the start.
      return { ...read, env: source.start.env };
    },
  });
  return (request: RehearsalRequest, signal: AbortSignal): Promise<RehearsalOutcome> =>
    rehearsals.run(request, signal);
}
