import type { AlertStore, Changeset, RetryState } from '../../src/storage/alertStore';

/** A store, empty at the start of each test, and a way to let a lease end. */
export interface ContractAlertStore {
  readonly alertStore: AlertStore;
  /** Makes the time of a lease of `SHORT_MS` pass. */
  letLeaseEnd(): Promise<void>;
}

export const SHORT_MS = 30;
const LONG_MS = 60_000;

/** A state of nothing but its head. */
export const head = (text: string) => new Map([['head', text]]);

/** The head of the state that a store has. */
export const headIn = async (alertStore: AlertStore) => (await alertStore.load())?.records.get('head');

/** A commit in which nothing but the head of the state changes. */
export const change = (from: number, more: Partial<Changeset> = {}): Changeset => ({
  from,
  records: head(`state ${from + 1}`),
  enqueue: [],
  cancel: [],
  audit: [],
  messages: [],
  ...more,
});

const TRIED: RetryState = {
  count: 2,
  notBefore: '2026-11-22T08:00:07.000Z',
  inDoubtSince: '2026-11-22T08:00:05.000Z',
  lastFailure: { kind: 'unreachable', detail: 'no answer' },
};

/** What every AlertStore does. */
export const describeAlertStoreContract = (open: () => Promise<ContractAlertStore>): void => {
  let at: ContractAlertStore;
  let alertStore: AlertStore;
  beforeEach(async () => {
    at = await open();
    alertStore = at.alertStore;
  });
  const put = (id: string, text: string, from = 0) =>
    alertStore.commit(change(from, { enqueue: [{ id, text }] }));
  const ids = async () => (await alertStore.pending()).map(({ id }) => id).sort();

  describe('committing', () => {
    test('many waiting notifications, their attempts and messages are all read', async () => {
      const many = Array.from({ length: 450 }, (_, i) => `n${i}`);
      const messages = many.map((incidentId) => ({ incidentId, text: '{"at": "there"}' }));
      await alertStore.commit(
        change(0, { enqueue: many.map((id) => ({ id, text: `text of ${id}` })), messages }),
      );
      for (const id of many.slice(0, 150)) {
        await alertStore.claim(id, 'we', LONG_MS);
        await alertStore.release(id, 'we', TRIED);
      }
      const waiting = new Map((await alertStore.pending()).map((row) => [row.id, row]));
      expect(waiting).toEqual(
        new Map(many.map((id, i) => [id, { id, text: `text of ${id}`, attempts: i < 150 ? TRIED : null }])),
      );
      expect([...(await alertStore.messageRefs()).keys()].sort()).toEqual([...many].sort());
    });

    test('nothing is known before the first commit', async () => {
      expect(await alertStore.load()).toBeNull();
    });

    test('what was committed is read back with its version', async () => {
      await alertStore.commit(change(0));
      await alertStore.commit(change(1));
      expect(await alertStore.load()).toEqual({ version: 2, records: head('state 2'), isComplete: true });
    });

    test('what changed since a version is read alone, with what is gone and the lineage', async () => {
      const first = new Map([
        ['head', '1'],
        ['lineage', 'a'],
        ['target:x', 'x1'],
        ['target:y', 'y1'],
      ]);
      await alertStore.commit(change(0, { records: first }));
      const second = new Map<string, string | null>([
        ['head', '2'],
        ['target:x', null],
      ]);
      await alertStore.commit(change(1, { records: second }));
      const [since, now] = [await alertStore.load(1), await alertStore.load(2)];
      expect([since?.isComplete, now?.isComplete, now?.version]).toEqual([false, false, 2]);
      expect(new Map(since?.records)).toEqual(new Map([...second, ['lineage', 'a']]));
      expect(new Map(now?.records)).toEqual(new Map([['lineage', 'a']]));
    });

    test('all is read where the given version is newer than any, as after a loss of data', async () => {
      await alertStore.commit(change(0));
      expect(await alertStore.load(7)).toEqual({ version: 1, records: head('state 1'), isComplete: true });
    });

    test('its version can be read alone', async () => {
      const before = await alertStore.version();
      await alertStore.commit(change(0));
      await alertStore.commit(change(1, { to: 7 }));
      expect([before, await alertStore.version()]).toEqual([0, 7]);
    });

    test('a commit from a version that is no longer there stores nothing of it', async () => {
      await alertStore.commit(change(0));
      const late = change(0, {
        records: head('late'),
        enqueue: [{ id: 'd', text: 't' }],
        audit: ['late'],
        messages: [{ incidentId: 'i', text: 'm' }],
      });
      const stored = await alertStore.commit(late);
      const after = [
        await alertStore.load(),
        await alertStore.pending(),
        await alertStore.audit(5),
        await alertStore.messageRefs(),
      ];
      expect([stored, ...after]).toEqual([
        false,
        { version: 1, records: head('state 1'), isComplete: true },
        [],
        [],
        new Map(),
      ]);
    });

    test('of two commits from one version exactly one is taken', async () => {
      const taken = await Promise.all([
        alertStore.commit(change(0, { records: head('a'), enqueue: [{ id: 'a', text: 'a' }] })),
        alertStore.commit(change(0, { records: head('b'), enqueue: [{ id: 'b', text: 'b' }] })),
      ]);
      const winner = await headIn(alertStore);
      expect([taken.filter(Boolean).length, await ids()]).toEqual([1, [winner]]);
    });

    test('what is to be sent waits, with no attempts yet', async () => {
      await put('incident:a', 'text of a');
      expect(await alertStore.pending()).toEqual([{ id: 'incident:a', text: 'text of a', attempts: null }]);
    });

    test('a delivery takes the place of one of the same id, and keeps what is known of sending', async () => {
      await put('a', 'old');
      await alertStore.claim('a', 'me', LONG_MS);
      await alertStore.release('a', 'me', TRIED);
      await put('a', 'new', 1);
      expect(await alertStore.pending()).toEqual([{ id: 'a', text: 'new', attempts: TRIED }]);
    });

    test('a delivery that became needless is gone, and so is what was known of sending it', async () => {
      await put('a', 'old');
      await alertStore.claim('a', 'me', LONG_MS);
      await alertStore.release('a', 'me', TRIED);
      await alertStore.commit(change(1, { cancel: ['a', 'never there'] }));
      await put('a', 'again', 2);
      expect(await alertStore.pending()).toEqual([{ id: 'a', text: 'again', attempts: null }]);
    });

    test('many deliveries, drops and entries go in one commit', async () => {
      const many = Array.from({ length: 300 }, (_, i) => ({ id: `d${i}`, text: `t${i}` }));
      await alertStore.commit(change(0, { enqueue: many, audit: many.map(({ id }) => id) }));
      await alertStore.commit(change(1, { cancel: many.slice(1).map(({ id }) => id) }));
      expect([await ids(), (await alertStore.audit(500)).length]).toEqual([['d0'], 300]);
    });

    test('texts are kept as they are', async () => {
      const odd = 'a\r\nb "c" \\ \u0000 é 🚀 {}';
      await alertStore.commit(
        change(0, { records: head(odd), enqueue: [{ id: odd, text: odd }], audit: [odd] }),
      );
      const claim = await alertStore.claim(odd, odd, LONG_MS);
      const read = [await headIn(alertStore), claim?.text, (await alertStore.pending())[0]?.id];
      expect([...read, ...(await alertStore.audit(1))]).toEqual([odd, odd, odd, odd]);
    });
  });

  describe('claiming', () => {
    beforeEach(() => put('a', 'text'));

    test('returns the text and that there was no attempt before', async () => {
      expect(await alertStore.claim('a', 'me', LONG_MS)).toEqual({
        text: 'text',
        attempts: null,
        previousLeaseExpired: false,
        messageRef: null,
      });
    });

    test('what is not there cannot be claimed', async () => {
      expect(await alertStore.claim('b', 'me', LONG_MS)).toBeNull();
    });

    test('exactly one of two concurrent instances gets it', async () => {
      const claims = await Promise.all([
        alertStore.claim('a', 'one', LONG_MS),
        alertStore.claim('a', 'two', LONG_MS),
      ]);
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    });

    test('an expired claim goes to another instance, marked as abandoned', async () => {
      await alertStore.claim('a', 'one', SHORT_MS);
      await at.letLeaseEnd();
      expect(await alertStore.claim('a', 'two', LONG_MS)).toMatchObject({ previousLeaseExpired: true });
    });

    test('its owner may claim it again, marked as without an outcome', async () => {
      await alertStore.claim('a', 'me', LONG_MS);
      expect(await alertStore.claim('a', 'me', LONG_MS)).toMatchObject({ previousLeaseExpired: true });
    });

    test('claiming anew makes the lease last longer', async () => {
      await alertStore.claim('a', 'me', SHORT_MS);
      await alertStore.claim('a', 'me', LONG_MS);
      await at.letLeaseEnd();
      expect(await alertStore.claim('a', 'other', LONG_MS)).toBeNull();
    });

    test('one that was let go of can be had, with its attempts, and is not abandoned', async () => {
      await alertStore.claim('a', 'one', LONG_MS);
      await alertStore.release('a', 'one', TRIED);
      expect(await alertStore.claim('a', 'two', LONG_MS)).toEqual({
        text: 'text',
        attempts: TRIED,
        previousLeaseExpired: false,
        messageRef: null,
      });
    });

    test('one that was let go of to be held can be had by nobody', async () => {
      await alertStore.claim('a', 'one', LONG_MS);
      await alertStore.release('a', 'one', TRIED, LONG_MS);
      const claims = [
        await alertStore.claim('a', 'one', LONG_MS),
        await alertStore.claim('a', 'two', LONG_MS),
      ];
      expect(claims).toEqual([null, null]);
    });

    test('one that was held can be had afterwards, and is not abandoned', async () => {
      await alertStore.claim('a', 'one', LONG_MS);
      await alertStore.release('a', 'one', TRIED, SHORT_MS);
      await at.letLeaseEnd();
      const claim = await alertStore.claim('a', 'two', LONG_MS);
      expect(claim).toEqual({ text: 'text', attempts: TRIED, previousLeaseExpired: false, messageRef: null });
    });

    test('one that was dropped meanwhile is not held', async () => {
      await alertStore.claim('a', 'one', LONG_MS);
      await alertStore.commit(change(1, { cancel: ['a'] }));
      await alertStore.release('a', 'one', TRIED, LONG_MS);
      await put('a', 'again', 2);
      expect(await alertStore.claim('a', 'two', LONG_MS)).not.toBeNull();
    });

    test('a claim that another has taken over cannot be let go of', async () => {
      await alertStore.claim('a', 'one', SHORT_MS);
      await at.letLeaseEnd();
      await alertStore.claim('a', 'two', LONG_MS);
      await alertStore.release('a', 'one', TRIED);
      expect([
        await alertStore.claim('a', 'three', LONG_MS),
        (await alertStore.pending())[0]?.attempts,
      ]).toEqual([null, null]);
    });

    test('a newer text does not let another instance claim it', async () => {
      await alertStore.claim('a', 'one', LONG_MS);
      await put('a', 'newer', 1);
      expect(await alertStore.claim('a', 'two', LONG_MS)).toBeNull();
    });

    test('cancelling a claimed notification does not let another instance send it', async () => {
      await alertStore.claim('a', 'one', LONG_MS);
      await alertStore.commit(change(1, { cancel: ['a'] }));
      await put('a', 'again', 2);
      expect(await alertStore.claim('a', 'two', LONG_MS)).toBeNull();
    });
  });

  describe('settling', () => {
    const message = { incidentId: 'i', text: 'where it is' };
    beforeEach(() => put('a', 'text'));

    test('removes the notification and stores its message reference', async () => {
      await alertStore.claim('a', 'me', LONG_MS);
      await alertStore.complete('a', 'me', { text: 'text', message });
      expect([await ids(), await alertStore.messageRefs()]).toEqual([[], new Map([['i', 'where it is']])]);
    });

    test('leaves a newer text to be sent, with a clean sheet', async () => {
      await alertStore.claim('a', 'me', LONG_MS);
      await alertStore.release('a', 'me', TRIED);
      await alertStore.claim('a', 'me', LONG_MS);
      await put('a', 'newer', 1);
      await alertStore.complete('a', 'me', { text: 'text', message });
      expect([await alertStore.pending(), await alertStore.claim('a', 'other', LONG_MS)]).toEqual([
        [{ id: 'a', text: 'newer', attempts: null }],
        { text: 'newer', attempts: null, previousLeaseExpired: false, messageRef: null },
      ]);
    });

    test('leaves the rest of it in its place, even if completed twice', async () => {
      await alertStore.claim('a', 'me', LONG_MS);
      for (const _ of ['once', 'after a lost answer'])
        await alertStore.complete('a', 'me', { text: 'text', message, remaining: 'the rest' });
      expect([await alertStore.pending(), await alertStore.messageRefs()]).toEqual([
        [{ id: 'a', text: 'the rest', attempts: null }],
        new Map([['i', 'where it is']]),
      ]);
    });

    test('leaves a newer text to be sent instead of what is left of the one before', async () => {
      await alertStore.claim('a', 'me', LONG_MS);
      await put('a', 'newer', 1);
      await alertStore.complete('a', 'me', { text: 'text', message, remaining: 'the rest' });
      expect(await alertStore.pending()).toEqual([{ id: 'a', text: 'newer', attempts: null }]);
    });

    test('as found, leaves the delivery and keeps where the message is', async () => {
      await alertStore.claim('a', 'me', LONG_MS);
      await alertStore.complete('a', 'me', { text: null, message });
      expect([await ids(), await alertStore.messageRefs()]).toEqual([['a'], new Map([['i', 'where it is']])]);
    });

    test('by one whose claim another has taken over changes nothing', async () => {
      await alertStore.claim('a', 'one', SHORT_MS);
      await at.letLeaseEnd();
      await alertStore.claim('a', 'two', LONG_MS);
      await alertStore.complete('a', 'one', { text: 'text', message });
      expect([await ids(), await alertStore.messageRefs()]).toEqual([['a'], new Map()]);
    });

    test('twice, as after a lost answer, is the same as once', async () => {
      await alertStore.claim('a', 'me', LONG_MS);
      await alertStore.complete('a', 'me', { text: 'text', message });
      await alertStore.complete('a', 'me', { text: 'text', message });
      expect([await ids(), await alertStore.messageRefs()]).toEqual([[], new Map([['i', 'where it is']])]);
    });

    test('late, when the claim is gone, ends the delivery but moves no message', async () => {
      await alertStore.commit(change(1, { messages: [{ incidentId: 'i', text: 'moved' }] }));
      await alertStore.complete('a', 'me', { text: 'text', message });
      expect([await ids(), await alertStore.messageRefs()]).toEqual([[], new Map([['i', 'moved']])]);
    });

    test('a message can be forgotten', async () => {
      await alertStore.commit(change(1, { messages: [message] }));
      await alertStore.commit(change(2, { messages: [{ incidentId: 'i', text: null }] }));
      expect(await alertStore.messageRefs()).toEqual(new Map());
    });
  });

  describe('the audit', () => {
    test('returns the newest first, and no more than requested', async () => {
      await alertStore.commit(change(0, { audit: ['1', '2'] }));
      await alertStore.commit(change(1, { audit: ['3'] }));
      expect([await alertStore.audit(2), await alertStore.audit(9)]).toEqual([
        ['3', '2'],
        ['3', '2', '1'],
      ]);
    });

    test('keeps the last thousand or so', async () => {
      const entries = Array.from({ length: 1_500 }, (_, i) => `${i}`);
      await alertStore.commit(change(0, { audit: entries }));
      const kept = await alertStore.audit(5_000);
      expect(kept[0]).toBe('1499');
      expect(kept.length).toBeGreaterThanOrEqual(1_000);
      expect(kept.length).toBeLessThan(1_200);
    });
  });
};
