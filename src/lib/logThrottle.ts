const THROTTLE_MS = 60_000;

/** Calls `log` at most once a minute for each `key`. */
export type LogThrottle = (key: string, log: () => void) => void;

export function createLogThrottle(): LogThrottle {
  const logged = new Set<string>();
  return (key, log) => {
    if (logged.has(key)) return;
    logged.add(key);
    setTimeout(() => logged.delete(key), THROTTLE_MS).unref();
    log();
  };
}
