const QUIET_MS = 60_000;

/** Has each thing told once a minute, for a flood is not worth a line of the log for each of its drops. */
export type LogThrottle = (what: string, tell: () => void) => void;

export function createLogThrottle(): LogThrottle {
  const told = new Set<string>();
  return (what, tell) => {
    if (told.has(what)) return;
    told.add(what);
    setTimeout(() => told.delete(what), QUIET_MS).unref();
    tell();
  };
}
