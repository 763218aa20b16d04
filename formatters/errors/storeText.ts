import type { RedisRole, StoreOutage, UnavailableReason } from '../../src/redis/errors';

const SUBJECTS: Readonly<Record<RedisRole, string>> = { traders: 'Redis', store: "arbwatch's store" };

const STATES: Readonly<Record<UnavailableReason, string>> = {
  unreachable: 'cannot be reached',
  slow: 'answers too slowly',
  loading: 'is not ready: it is still loading, or not all of it serves',
  refused: 'refuses what this bot asks',
  out_of_memory: 'refuses writes: out of memory',
  too_few_replicas: 'refuses writes: too few replicas follow it',
  not_saved: 'refuses writes: it cannot save its data to disk',
  read_only: 'refuses writes: it is a read-only replica',
};

/** What is wrong with a Redis, as the start of a sentence: `Redis refuses writes: out of memory`. */
export const outageWords = ({ role, reason }: StoreOutage): string => `${SUBJECTS[role]} ${STATES[reason]}`;

/** What ends it, as the end of a sentence after "until": `Redis has memory for them again`. */
export function untilWords({ role, reason }: StoreOutage): string {
  const subject = SUBJECTS[role];
  switch (reason) {
    case 'out_of_memory':
      return `${subject} has memory for them again`;
    case 'too_few_replicas':
      return `enough replicas follow ${subject} again`;
    case 'not_saved':
      return `${subject} can save to disk again`;
    case 'read_only':
      return `arbwatch is connected to the master of ${subject} again`;
    default:
      return `${subject} can be used again`;
  }
}

/** For whoever runs the bot; null where nothing but time or a restart of Redis helps. */
export function remedyWords({ role, reason }: StoreOutage): string | null {
  const setting = role === 'store' ? 'STORE_REDIS_URL' : 'REDIS_URL';
  const remedy = {
    unreachable: null,
    slow: null,
    loading: null,
    refused: `check the user, password and database in ${setting} or beside it, and what that user may read.`,
    out_of_memory: 'raise maxmemory, remove what Redis need not hold, or give arbwatch a store of its own.',
    too_few_replicas: 'look at the replicas, or at min-replicas-to-write.',
    not_saved: 'look at the disk behind Redis, and at its log for the failed save.',
    read_only: `${setting} leads to a replica: let it lead to the master, or name the Sentinels.`,
  }[reason];
  return remedy === null ? null : `Whoever runs arbwatch: ${remedy}`;
}
