/*
 * Everything that the bot keeps in its store, by what stands behind the prefix in a key: what moves with an export, and what is
 * left behind. A key that is in neither list is told to whoever exports.
 */

/** Hashes that move. */
export const MOVED_HASHES = [
  'alerts:state',
  'alerts:outbox',
  'alerts:retries',
  'alerts:messages',
  'balance-notes',
  'session-names',
  'people',
  'followed',
] as const;
export type MovedHash = (typeof MOVED_HASHES)[number];

/** Streams of which the texts move, in their order. */
export const MOVED_STREAMS = ['alerts:audit'] as const;
export type MovedStream = (typeof MOVED_STREAMS)[number];

/** Strings that move, with the time until they expire: how their names begin. */
export const MOVED_STRINGS = ['tuning-total:'] as const;

/** What is made anew, or means nothing elsewhere: whole names, or how they begin. */
const LEFT_BEHIND = [
  // Which parts of the state changed at which version.
  'alerts:changes',
  // Who is sending what just now.
  'alerts:leases',
  // Of which traders' Redis the bots are.
  'owner',
  'probe',
  'doctor',
  // Requests of the last ten minutes.
  'request:',
  // Each instance shares it anew, from the history that it keeps itself.
  'history:',
] as const;

/** Fields of hashes that belong to one store: versions, generations, and marks of losses. */
export const OWN_FIELDS: Readonly<Record<MovedHash, readonly string[]>> = {
  'alerts:state': ['version', 'by', 'generations', 'claimsLostAt'],
  'alerts:outbox': [':generation'],
  'alerts:retries': [':generation'],
  'alerts:messages': [':generation'],
  'balance-notes': [],
  'session-names': [],
  people: [],
  // What was sent in the last minute.
  followed: [':budget'],
};

export const isMovedString = (name: string): boolean => MOVED_STRINGS.some((start) => name.startsWith(start));

/** False for a key that neither moves nor is left behind on purpose: another version's, or a damaged one that was set aside. */
export const isKnownName = (name: string): boolean =>
  [...MOVED_HASHES, ...MOVED_STREAMS].some((each) => each === name) ||
  isMovedString(name) ||
  LEFT_BEHIND.some((each) => (each.endsWith(':') ? name.startsWith(each) : name === each));
