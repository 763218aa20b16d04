import type { Silence } from './silence';

/** All that either knows; of one that both know, the one that was changed more often. What is stored stays where both are even. */
export function mergeSilences(cached: readonly Silence[], stored: readonly Silence[]): readonly Silence[] {
  const byId = new Map(cached.map((silence) => [silence.id, silence]));
  for (const silence of stored) {
    const own = byId.get(silence.id);
    if (own === undefined || own.revision <= silence.revision) byId.set(silence.id, silence);
  }
  return [...byId.values()];
}
