import { type BotConfig, isWatching } from '../config';
import type { ConfigSource } from '../config/environment/configSource';
import type { HistoryReader } from '../history/historyReader';
import type { Clock } from '../lib/clock';
import { type RehearsalOutcome, type RehearsalRequest, Rehearsals } from './rehearsals';

/** In a bot a rehearsal takes no longer, in ms: who asks waits for 25 s at most. */
const LIMIT_MS = 20_000;

export interface RehearseDeps {
  /** The configuration as it is now. */
  readonly settings: () => BotConfig;
  readonly history: HistoryReader;
  readonly clock: Clock;
  /** Where it came from; without it, nothing can be rehearsed. */
  readonly source?: ConfigSource;
}

/** Rehearsals within a running bot, against the configuration in use. */
export function createRehearse({ settings, history, clock, source }: RehearseDeps) {
  const rehearsals = new Rehearsals({
    ...{ history, clock, limitMs: LIMIT_MS },
    current() {
      const config = settings();
      if (!isWatching(config)) return null;
      return { settings: config.alerts.decide, shown: config.content.settings, zone: config.timezone };
    },
    input(file) {
      if (source === undefined) return null;
      const read = file === null ? source.read() : source.readOther(file);
      // As a reload would: the environment stays as it was at the start.
      return { ...read, env: source.start.env };
    },
  });
  return (request: RehearsalRequest, signal: AbortSignal): Promise<RehearsalOutcome> =>
    rehearsals.run(request, signal);
}
