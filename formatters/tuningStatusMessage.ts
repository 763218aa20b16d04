import type { TuningStatusSnapshot } from '../src/monitors/tuningSnapshot';
import type { Message } from './message';
import type { FormatOptions } from './options';

/** How far one tuning session is. */
export const tuningStatusMessage = (snapshot: TuningStatusSnapshot, _options: FormatOptions): Message => ({
  text: `${snapshot.completedIterations} iterations`,
  blocks: [],
});
