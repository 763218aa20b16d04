import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import type { Message } from './message';
import type { FormatOptions } from './options';

/** What one trader reports, alive or not first. */
export const liveStatusMessage = (snapshot: LiveStatusSnapshot, _options: FormatOptions): Message => ({
  text: `${snapshot.mode} ${snapshot.env}`,
  blocks: [],
});
