import { joined, line, literal, type TextSpan, time } from '../../../blockKit/blocks';
import { pluralize } from '../units';
import { type FindingText, type Of, ok } from './doctorFinding';

/* What doctor says of Redis, and of the traders in it. */

const SERVERS = { redis: "The traders' Redis", store: 'The store' } as const;

const AS = { master: '', replica: ', as a replica', cut_off_replica: ', as a replica without a master' };

export function server(finding: Of<'redis' | 'store'>): FindingText {
  const name = SERVERS[finding.check];
  switch (finding.is) {
    case 'memory':
      return {
        what: ['REDIS_URL is memory: there are no traders in it, and what the bot keeps ends with it'],
        fix: ['Set it to the Redis that the traders write to.'],
      };
    case 'unavailable':
      return {
        what: line`${name} at ${literal(finding.where)} cannot be used: ${literal(finding.detail, 500)}`,
        fix: [fixOf(finding)],
      };
    case 'sentinel':
      return {
        what: line`At ${literal(finding.where)} a Sentinel answers, not Redis`,
        fix: ['Set REDIS_SENTINELS to it, and REDIS_SENTINEL_NAME to the name of the master.'],
      };
    case 'cluster_node':
      return {
        what: line`${name} at ${literal(finding.where)} is a node of a Redis Cluster: most keys are on others`,
        fix: ['Set REDIS_CLUSTER to it in place of REDIS_URL; for the store, STORE_REDIS_CLUSTER.'],
      };
    case 'reached': {
      const { version, tls, role, replicas } = finding;
      return {
        what: joined([
          line`${name} at ${literal(finding.where)} answers${tls ? ' over TLS' : ''}, version `,
          version === null ? 'not reported' : literal(version),
          AS[role],
          replicas ? `, with ${pluralize(replicas, 'replica')}` : null,
        ]),
        fix: ROLE_FIXES[role],
      };
    }
  }
}

const ROLE_FIXES: Readonly<Record<keyof typeof AS, TextSpan[] | null>> = {
  master: null,
  replica: ['Name the master, or the Sentinels: a replica may be late, and takes no writes.'],
  cut_off_replica: [
    'What it holds is as old as its last contact. Name the master, or repair the replication.',
  ],
};

/** By what stands in the error. */
const UNAVAILABLE_FIXES: readonly (readonly [RegExp, string])[] = [
  [
    /certificate|CERT|self.signed|altnames/i,
    'See REDIS_TLS in docs/configuration.md: the certificate must be valid for this name; for a private authority set NODE_EXTRA_CA_CERTS.',
  ],
  [
    /WRONGPASS|NOAUTH|NOPERM/,
    'Check user and password; in a URL, write / # @ : of a password as %2F %23 %40 %3A.',
  ],
  [/DB index/, 'Check the database number, the end of REDIS_URL.'],
  [/max number of clients/, 'Raise maxclients of Redis, or find out who keeps connections open.'],
  [
    /ENOTFOUND|EAI_AGAIN/,
    'No such host: check its name. In a container, names of the host machine are not known.',
  ],
  [/is no Redis|Protocol error/, 'What answers there is no Redis: check address and port.'],
  [/no answer within/, 'It is there and does not answer: is it overloaded, stopped, or behind a firewall?'],
  [/sentinel/i, 'Check REDIS_SENTINELS, the name of the master, and whether most Sentinels are reachable.'],
  [
    /cluster|CLUSTERDOWN|slot|MOVED/i,
    'For a Redis Cluster set REDIS_CLUSTER; for a single Redis, REDIS_URL.',
  ],
  [
    /ECONNREFUSED/,
    'Nothing listens there: check address and port. In a container, localhost is the container itself.',
  ],
];

const fixOf = ({ detail, tls }: { readonly detail: string; readonly tls: boolean }): string => {
  const fix = UNAVAILABLE_FIXES.find(([pattern]) => pattern.test(detail))?.[1];
  if (fix !== undefined) return fix;
  return tls
    ? 'Does it speak TLS? With redis:// in place of rediss:// there is none. Otherwise check address and port.'
    : 'Does it want TLS, as rediss://? Are its connections used up (maxclients)? Otherwise check address and port.';
};

const DENIED_FIX = 'Give the Redis user the rights that docs/security.md lists.';

const listed = (names: readonly string[]) =>
  joined(
    names.map((name) => literal(name)),
    ', ',
  );

export function rights(finding: Of<'redis_rights' | 'store_rights'>): FindingText {
  switch (finding.is) {
    case 'complete':
      return ok(['Redis allows every command that reads the traders']);
    case 'writable':
      return ok(["Redis allows everything that the bot's own keys need"]);
    case 'no_tracking':
      return {
        what: ['Redis does not let the bot follow changes of keys (client tracking)'],
        fix: [`It works, slower, and sees real orders later. ${DENIED_FIX}`],
      };
    case 'denied':
      return { what: line`Redis denies, or does not know, ${listed(finding.commands)}`, fix: [DENIED_FIX] };
    case 'keys_denied':
      return {
        what: line`The Redis user may not read keys of ${listed(finding.keys)}`,
        fix: [`What stands there is not seen. ${DENIED_FIX}`],
      };
    case 'refused':
      return {
        what: line`The bot's own keys cannot be written: ${literal(finding.detail, 500)}`,
        fix: ['Alerts need a store: allow writes to {arbwatch}:*, or set STORE_REDIS_URL.'],
      };
    case 'foreign':
      return {
        what: ["The store is another bot's"],
        fix: [
          "Set STORE_PREFIX to another word, or name another store. If the traders' Redis has moved: docs/operating.md, “A store of its own”.",
        ],
      };
  }
}

export const eviction = (finding: Of<'eviction'>): FindingText =>
  finding.is === 'none'
    ? ok(line`Redis evicts no key that has no TTL (maxmemory-policy ${literal(finding.policy ?? '')})`)
    : {
        what: line`Redis may evict any key when its memory is full (maxmemory-policy ${literal(finding.policy ?? '')})`,
        fix: [
          'Set maxmemory-policy to noeviction or volatile-lru, or give the bot a store of its own with STORE_REDIS_URL.',
        ],
      };

export function persistence(finding: Of<'persistence'>): FindingText {
  switch (finding.is) {
    case 'on':
      return ok(['Redis saves what the bot keeps to disk']);
    case 'unknown':
      return ok([
        'The last save of Redis to disk did not fail; whether it saves at intervals may not be asked',
      ]);
    case 'off':
      return {
        what: [
          'Redis saves nothing to disk: its restart loses what is acknowledged and what waits to be sent',
        ],
        fix: ["Set appendonly yes, or save, in Redis's configuration."],
      };
    case 'last_save_failed':
      return {
        what: ['The last save of Redis to disk failed: it may refuse writes at any time'],
        fix: ['Check the disk behind Redis, and its log for the failed save.'],
      };
  }
}

export function traders(finding: Of<'traders' | 'trader' | 'target'>): FindingText {
  switch (finding.is) {
    case 'seen':
      return ok(
        finding.wroteAt === null
          ? line`Trader ${literal(finding.target)} has keys; when it last wrote is not reported`
          : line`Trader ${literal(finding.target)} last wrote at ${time(finding.wroteAt)}`,
      );
    case 'none':
      return {
        what: line`No trader has a key there (prefix ${listed(finding.prefixes)})`,
        fix: [
          'Is REDIS_URL the Redis that the traders write to, with its database number? Does STATE_KEY_PREFIX match theirs?',
        ],
      };
    case 'missing':
      return {
        what: line`Trader ${literal(finding.target)} of the configuration file has no key there`,
        fix: ['Start it, or correct its name under targets: mode and env as the trader has them.'],
      };
  }
}
