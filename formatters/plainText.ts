import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import type { TuningStatusSnapshot } from '../src/monitors/tuningSnapshot';
import type { PlainTextOptions } from './options';

/** What one trader reports, for a terminal. */
export const liveStatusText = (snapshot: LiveStatusSnapshot, _options: PlainTextOptions): string =>
  snapshot.mode;

/** How far one tuning session is, for a terminal. */
export const tuningStatusText = (snapshot: TuningStatusSnapshot, _options: PlainTextOptions): string =>
  snapshot.sessionId;
