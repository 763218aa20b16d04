import { MODES } from '../../src/state/keys';
import { folded } from './plainText';

/** What commands say themselves. An env of such a name must be written with its mode: `paper:watch`. */
const RESERVED_WORDS = [
  ...MODES,
  ...([
    'public',
    'help',
    'watch',
    'unwatch',
    'board',
    'outage',
    'blind',
    'until',
    'for',
    'from',
    'to',
    'all',
  ] as const),
  ...(['ack', 'snooze', 'unsnooze', 'mute', 'unmute', 'muted', 'silences', 'maintenance'] as const),
  ...(['why', 'history', 'timeline', 'duty', 'drill', 'drop', 'test'] as const),
] as const;

export type ReservedWord = (typeof RESERVED_WORDS)[number];

const RESERVED: ReadonlySet<string> = new Set(RESERVED_WORDS);

export const isReservedWord = (text: string): boolean => RESERVED.has(folded(text));
