import { MODES, type Place } from '../../src/state/keys';

/** The traders of a story, a round and a load: of each mode one on docker and one on local. */
export const TARGETS: readonly Place[] = MODES.flatMap((mode) =>
  ['docker', 'local'].map((env) => ({ mode, env })),
);
