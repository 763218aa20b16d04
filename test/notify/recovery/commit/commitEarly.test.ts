import { auditEntry, encodeAuditEntry } from '../../../../src/alerting/auditLog';
import { systemClock } from '../../../../src/lib/clock';
import { encodeNotification } from '../../../../src/notify/model/codec';
import { commitEarly } from '../../../../src/notify/recovery/commit/commitEarly';
import { MemoryStore } from '../../../../src/state/stores/memoryStore';
import type { Changeset } from '../../../../src/storage/alertStore';
import { MemoryAlertStore } from '../../../../src/storage/memory/memoryAlertStore';
import { at, event, incident, incidentDelivery } from '../../../helpers/notifications';

const many = Array.from({ length: 1000 }, (_, i) => incident({ id: `no_sign_of_life:paper:e${i}:1` }));
const event1 = {
  rule: 'safety_violations',
  target: 'paper:e1',
  level: 'normal',
  severity: 'warning',
  details: {},
  at: at(0),
} as const;
const sent = [...many.map((each) => incidentDelivery(each)), event('event:1', { event: event1 })];
const change: Changeset = {
  from: 0,
  records: new Map([
    ['head', '{}'],
    ['lineage', '["own"]'],
    ...many.map((_, i) => [`target:paper:e${i}`, '{}'] as const),
    ...many.map(({ id }) => [`incident:${id}`, '{}'] as const),
  ]),
  enqueue: sent.map((each) => ({ id: each.id, text: encodeNotification(each) })),
  cancel: ['old'],
  audit: ['opened'],
  messages: [],
};

const storeWith = () => {
  const store = new MemoryAlertStore(new MemoryStore(systemClock), systemClock);
  const commits: Changeset[] = [];
  const counted = Object.assign(Object.create(store) as MemoryAlertStore, {
    commit: async (part: Changeset) => {
      commits.push(part);
      return store.commit(part);
    },
  });
  return { store: counted, commits };
};

test('A large change is stored in parts of 300 texts, each incident with its notification, and the head last', async () => {
  const { store, commits } = storeWith();
  const rest = await commitEarly(store, change, ['own'], () => 'm');
  expect(commits.every(({ records, enqueue }) => records.size + enqueue.length <= 301)).toBe(true);
  for (const { records, enqueue } of commits)
    expect(enqueue.map(({ id }) => `incident:${id}`)).toEqual(
      [...records.keys()].filter((name) => name.startsWith('incident:')),
    );
  expect([
    [...(rest?.records.keys() ?? [])],
    rest?.enqueue.map(({ id }) => id),
    rest?.cancel,
    rest?.audit,
  ]).toEqual([['head', 'lineage', 'target:paper:e1'], ['event:1'], ['old'], ['opened']]);
  expect(rest && (await store.commit(rest))).toBe(true);
  expect((await store.load())?.records.size).toBe(change.records.size);
  expect((await store.pending()).length).toBe(sent.length);
});

test('What is cancelled, audited and forgotten of an incident is stored with it, also of one that is gone', async () => {
  const gone = many.map(({ id }) => `incident:${id}`);
  const entry = (id: string) =>
    encodeAuditEntry(auditEntry(incident({ id }), at(0), null, { kind: 'acknowledge' }));
  const ended: Changeset = {
    ...change,
    records: new Map([['head', '{}'], ...gone.map((name) => [name, null] as const)]),
    enqueue: [],
    cancel: [...many.flatMap(({ id }) => [id, `${id}/reminder/1`]), 'old'],
    audit: [...many.map(({ id }) => entry(id)), 'opened'],
    messages: [
      ...many.map(({ id }) => ({ incidentId: id, text: null })),
      { incidentId: 'other', text: '{}' },
    ],
  };
  const { store, commits } = storeWith();
  const rest = await commitEarly(store, ended, [], () => 'm');
  expect([rest?.cancel, rest?.audit, rest?.messages.map(({ incidentId }) => incidentId)]).toEqual([
    ['old'],
    ['opened'],
    ['other'],
  ]);
  for (const { records, cancel, audit, messages } of commits) {
    const ids = [...records.keys()].filter((name) => name !== 'lineage').map((name) => name.slice(9));
    expect(cancel).toEqual(ids.flatMap((id) => [id, `${id}/reminder/1`]));
    expect(audit).toEqual(ids.map(entry));
    expect(messages.map(({ incidentId }) => incidentId)).toEqual(ids);
  }
});

test('Long texts are stored in parts of at most 250,000 characters, however few they are', async () => {
  const long = 'x'.repeat(100_000);
  const names = Array.from({ length: 5 }, (_, i) => `target:paper:e${i}`);
  const few = {
    ...change,
    records: new Map(names.map((name) => [name, long])),
    enqueue: [],
    cancel: [],
    audit: [],
  };
  const { store, commits } = storeWith();
  await commitEarly(store, few, [], () => 'm');
  expect(commits.map(({ records }) => [...records.keys()].filter((name) => name !== 'lineage'))).toEqual([
    names.slice(0, 2),
    names.slice(2, 4),
    names.slice(4),
  ]);
});

test('Where another instance commits in between, nothing more of it is stored', async () => {
  const { store, commits } = storeWith();
  const late = {
    ...store,
    commit: async (part: Changeset) => (commits.length < 3 ? store.commit(part) : false),
  };
  expect(await commitEarly(Object.assign(Object.create(store), late), change, [], () => 'm')).toBeNull();
  expect(await store.pending()).toEqual([]);
});

test('A small change is stored at once', async () => {
  const small = { ...change, records: new Map([['head', '{}']]), enqueue: [] };
  const { store, commits } = storeWith();
  expect([await commitEarly(store, small, [], () => 'm'), commits]).toEqual([small, []]);
});
