import type { SessionFinder } from '../../src/monitors/tuning/sessionFinder';
import { StateUnavailableError } from '../../src/redis/errors';
import type { StateStore } from '../../src/state/store';
import type { Command, CommandDeps, CommandResponse } from '../command';

/** A person waits no longer than this, in ms, though a scan of a slow Redis may take minutes. */
const ANSWER_LIMIT_MS = 25_000;

/**
 * The command's answer. Throws what the command throws, or after `limitMs` StateUnavailableError; from then on the
 * reads of the command fail too, so that the work nobody waits for ends.
 */
export async function withDeadline(
  command: Command,
  text: string,
  deps: CommandDeps,
  limitMs: number = ANSWER_LIMIT_MS,
): Promise<CommandResponse> {
  const limit = new AbortController();
  const detail = `no whole answer within ${limitMs / 1000} s`;
  const since = deps.clock.now();
  const timer = setTimeout(() => limit.abort(new StateUnavailableError('slow', since, { detail })), limitMs);
  const store = abortableStore(deps.store, limit.signal);
  try {
    const within = { ...deps, store, sessions: abortableSessions(deps.sessions, limit.signal) };
    return await Promise.race([command.execute(text, within), rejectOnAbort(limit.signal)]);
  } finally {
    clearTimeout(timer);
  }
}

const rejectOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** The sessions until the signal comes; then a scan for this requester alone ends, too. */
const abortableSessions = (sessions: SessionFinder, signal: AbortSignal): SessionFinder => ({
  async find(search) {
    signal.throwIfAborted();
    return sessions.find(search, signal);
  },
});

/** The store until the signal comes; then every read, and every scan that is under way, throws its reason. */
const abortableStore = (store: StateStore, signal: AbortSignal): StateStore => ({
  async string(key) {
    signal.throwIfAborted();
    return store.string(key);
  },
  async hash(key, wanted) {
    signal.throwIfAborted();
    return store.hash(key, wanted);
  },
  async ttlMs(key) {
    signal.throwIfAborted();
    return store.ttlMs(key);
  },
  async *scan(pattern) {
    for await (const keys of store.scan(pattern)) {
      signal.throwIfAborted();
      yield keys;
    }
  },
  async ping() {
    signal.throwIfAborted();
    return store.ping();
  },
});
