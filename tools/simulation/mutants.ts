import { SlackRateLimiter } from '../../src/notify/routing/rateLimiter';
import type { AlertStore, StateRecords } from '../../src/storage/alertStore';
import { ADDRESS_MUTANTS } from './addressMutants';
import { CODE_MUTANTS } from './codeMutants';
import { DEADLINE_MUTANTS } from './deadlineMutants';
import { FOLLOW_MUTANTS } from './following/followMutants';
import { committing, type Mutant, mutant } from './mutant';
import { RULE_MUTANTS } from './ruleMutants';
import { SIGN_MUTANTS } from './signMutants';
import { WEBHOOK_MUTANTS } from './webhookMutants';

type Part = Record<string, unknown>;

/** A part of the state, changed in the text that the store gives. */
const reading =
  (isOne: (name: string) => boolean, change: (part: Part) => Part) =>
  (alertStore: AlertStore): AlertStore => ({
    ...alertStore,
    async load() {
      const stored = await alertStore.load();
      const records = [...(stored?.records ?? [])].map(([name, text]) => {
        const isChanged = text !== null && isOne(name);
        return [name, isChanged ? JSON.stringify(change(JSON.parse(text) as Part)) : text] as const;
      });
      return stored && { ...stored, records: new Map(records) };
    },
  });

const lineageIn = (records: StateRecords | undefined): readonly unknown[] =>
  JSON.parse(records?.get('lineage') ?? '[]') as readonly unknown[];

const isOf =
  (kind: string) =>
  ({ text }: { readonly text: string }): boolean =>
    text.startsWith(`{"kind":"${kind}"`);

/** A trip to Redis takes some ms, and one to Slack some hundred. */
const LATE_BY_TRIPS = 200;

/** Faults of which each must be found out. */
export const MUTANTS: readonly Mutant[] = [
  mutant('calls a trader dead after half the time', {
    config: (config) => {
      const { no_sign_of_life: rule } = config.decide.rules as Record<
        string,
        { readonly stale_after: string }
      >;
      const half = Math.max(1, Math.floor(Number.parseInt(rule?.stale_after ?? '', 10) / 2));
      const rules = { ...config.decide.rules, no_sign_of_life: { ...rule, stale_after: `${half}s` } };
      return { ...config, decide: { ...config.decide, rules } };
    },
  }),
  mutant('commits although another instance was first', {
    firstSeed: 38,
    alertStore: (alertStore) => ({
      ...alertStore,
      async commit(change) {
        if (await alertStore.commit(change)) return true;
        // So late that what the other instance decided was reported meanwhile.
        for (let trip = 0; trip < LATE_BY_TRIPS; trip++) await alertStore.load();
        const stored = await alertStore.load();
        // With the other's marks, by which what it lost so would be noticed.
        const lineage = [...lineageIn(stored?.records), ...lineageIn(change.records).slice(-1)];
        const records = new Map([...change.records, ['lineage', JSON.stringify(lineage)]]);
        return alertStore.commit({ ...change, from: stored?.version ?? 0, records });
      },
    }),
  }),
  mutant('forgets that an earlier attempt was interrupted', {
    firstSeed: 10,
    firstDays: 1,
    alertStore: (alertStore) => ({
      ...alertStore,
      async claim(...given) {
        const claim = await alertStore.claim(...given);
        return (
          claim && {
            ...claim,
            previousLeaseExpired: false,
            attempts: claim.attempts && { ...claim.attempts, inDoubtSince: null },
          }
        );
      },
    }),
  }),
  mutant('never finds its sent messages', {
    firstSeed: 6,
    firstDays: 2,
    slack: (slack) => ({ ...slack, find: async () => ({ kind: 'done', value: null }) }),
  }),
  mutant('never waits between two posts', {
    firstSeed: 2,
    firstDays: 2,
    plant: () => {
      const { readyAt } = SlackRateLimiter.prototype;
      SlackRateLimiter.prototype.readyAt = () => Number.NEGATIVE_INFINITY;
      return () => {
        SlackRateLimiter.prototype.readyAt = readyAt;
      };
    },
  }),
  mutant('forgets message references', {
    alertStore: (alertStore) => ({
      ...alertStore,
      complete: (id, owner, sent) => alertStore.complete(id, owner, { ...sent, message: null }),
    }),
  }),
  mutant('never updates messages', {
    firstDays: 1,
    slack: (slack) => ({
      ...slack,
      update: async ({ channel, ts }) => ({ kind: 'done', value: { channel, ts } }),
    }),
  }),
  mutant('drops thread updates', {
    alertStore: committing((change) => ({
      ...change,
      enqueue: change.enqueue.filter((put) => !isOf('note')(put)),
    })),
  }),
  mutant('drops every second event', {
    firstDays: 1,
    alertStore: (alertStore) => {
      let count = 0;
      return committing((change) => ({
        ...change,
        enqueue: change.enqueue.filter((put) => !isOf('event')(put) || count++ % 2 === 0),
      }))(alertStore);
    },
  }),
  mutant('forgets which digest it sent', {
    alertStore: reading(
      (name) => name.startsWith('digest:'),
      (digest) => ({
        ...digest,
        slot: new Date(Date.parse(String(digest.slot)) - 86_400_000).toISOString(),
      }),
    ),
  }),
  mutant('replies of no outage', {
    firstSeed: 6,
    firstDays: 2,
    alertStore: committing((change) => ({
      ...change,
      enqueue: change.enqueue.filter(({ id }) => !id.startsWith('monitoring_outage:')),
    })),
    slack: (slack) => ({
      ...slack,
      post: async (what) =>
        what.mark.id.startsWith('monitoring_outage:')
          ? { kind: 'done', value: { channel: what.channel, ts: '1.000000' } }
          : slack.post(what),
    }),
  }),
  mutant('drops a notification that Slack rejected once', {
    firstSeed: 2,
    firstDays: 1,
    alertStore: (alertStore) => ({
      ...alertStore,
      async release(id, owner) {
        const claim = await alertStore.claim(id, owner, 1_000);
        if (claim !== null) await alertStore.complete(id, owner, { text: claim.text, message: null });
      },
    }),
  }),
  ...RULE_MUTANTS,
  ...SIGN_MUTANTS,
  ...DEADLINE_MUTANTS,
  ...ADDRESS_MUTANTS,
  ...WEBHOOK_MUTANTS,
  ...CODE_MUTANTS,
  ...FOLLOW_MUTANTS,
];
