import { encodeNotification } from '../../../src/notify/model/codec';
import type { PageNotification } from '../../../src/notify/model/notification';
import type { PageResult, SendPage } from '../../../src/notify/pages/page';
import { type PageOutcome, PageWorker, type PageWorkerDeps } from '../../../src/notify/pages/pageWorker';
import { StateUnavailableError } from '../../../src/redis/errors';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import type { AlertStore } from '../../../src/storage/alertStore';
import { MemoryAlertStore } from '../../../src/storage/memory/memoryAlertStore';
import { settableClock } from '../../helpers/clock';
import { acknowledged, NIGHT, realMoney, recovered } from '../../helpers/incidents';
import { keptLog } from '../../helpers/log';
import { webhookPage } from '../../helpers/pages';

const UNAVAILABLE: PageResult = { kind: 'retry', detail: 'HTTP 503' };
const SENT: PageResult = { kind: 'sent' };

/** A store with pages in it, a clock, and instances of the bot that send them. */
function pages() {
  const clock = settableClock(NIGHT);
  const alertStore = new MemoryAlertStore(new MemoryStore(clock), clock);
  const log = keptLog();
  const sent: string[] = [];
  const outcomes: string[] = [];
  const commit = async (change: { enqueue?: readonly PageNotification[]; cancel?: readonly string[] }) => {
    await alertStore.commit({
      from: (await alertStore.load())?.version ?? 0,
      records: new Map(),
      enqueue: (change.enqueue ?? []).map((each) => ({ id: each.id, text: encodeNotification(each) })),
      cancel: change.cancel ?? [],
      audit: [],
      messages: [],
    });
  };
  /** `answer` says how the receiver takes a page. */
  const worker = (
    instanceId: string,
    answer: (page: PageNotification, attempt: number) => PageResult | Promise<PageResult> = () => SENT,
    change: Partial<PageWorkerDeps> = {},
  ) => {
    let attempt = 0;
    const send: SendPage = async (page) => {
      attempt += 1;
      const at = `${(clock.now().getTime() - NIGHT.getTime()) / 1000} s`;
      sent.push(`${at}: ${page.event} ${'webhook' in page.via ? page.via.webhook : ''} ${page.n}`);
      return answer(page, attempt);
    };
    return new PageWorker({
      sources: [{ outbox: alertStore, isLocal: false }],
      laneOf: ({ via }) => ('webhook' in via ? via.webhook : null),
      send,
      onOutcome: async (page: PageNotification, outcome: PageOutcome) => {
        outcomes.push(`${page.event} ${page.n} ${outcome.kind === 'failed' ? outcome.code : 'sent'}`);
        await commit({ cancel: [page.id] });
      },
      clock,
      log: log.log,
      instanceId,
      random: () => 0,
      ...change,
    });
  };
  /** Lets these instances work until nothing waits, or so many ms are over. */
  const work = async (workers: readonly PageWorker[], forMs = 3_600_000) => {
    const untilMs = clock.monotonicMs() + forMs;
    while (clock.monotonicMs() < untilMs) {
      const waits: number[] = [];
      for (const each of workers) waits.push(await each.dispatchDue());
      if ((await alertStore.pending()).length === 0) return;
      clock.advance(Math.max(1, Math.min(...waits)));
    }
  };
  return { clock, alertStore, log, sent, outcomes, commit, worker, work };
}

describe('A page', () => {
  test('is sent once, stored as sent, and waits no more', async () => {
    const { sent, outcomes, commit, worker, work, alertStore } = pages();
    await commit({ enqueue: [webhookPage()] });
    const one = worker('one');
    await work([one]);
    await work([one], 10_000);
    expect({ sent, outcomes }).toEqual({ sent: ['0 s: trigger hook 3'], outcomes: ['trigger 3 sent'] });
    expect(await alertStore.pending()).toEqual([]);
  });

  test('is sent by one of two instances', async () => {
    const { sent, commit, worker, work } = pages();
    await commit({ enqueue: [webhookPage(), webhookPage({ n: 4 })] });
    const [one, two] = [worker('one'), worker('two')];
    await Promise.all([one.dispatchDue(), two.dispatchDue()]);
    await work([one, two]);
    expect(sent.sort()).toEqual(['0 s: trigger hook 3', '0 s: trigger hook 4']);
  });

  test('that failed is tried again, ever later, with the wait that the receiver asked for', async () => {
    const { sent, commit, worker, work, outcomes } = pages();
    await commit({ enqueue: [webhookPage()] });
    const answer = (_: PageNotification, attempt: number): PageResult =>
      attempt === 1 ? { ...UNAVAILABLE, retryAfterMs: 20_000 } : attempt < 4 ? UNAVAILABLE : SENT;
    await work([worker('one', answer)]);
    expect(sent.map((each) => each.split(' s')[0])).toEqual(['0', '20', '22', '26']);
    expect(outcomes).toEqual(['trigger 3 sent']);
  });

  test('that keeps failing is given up after 5 minutes, so that the next step is due', async () => {
    const { outcomes, commit, worker, work, clock } = pages();
    await commit({ enqueue: [webhookPage()] });
    await work([worker('one', () => UNAVAILABLE), worker('two', () => UNAVAILABLE)]);
    expect(outcomes).toEqual(['trigger 3 HTTP 503']);
    const tookMs = clock.now().getTime() - NIGHT.getTime();
    expect(tookMs).toBeGreaterThanOrEqual(240_000);
    expect(tookMs).toBeLessThan(370_000);
  });

  test('that is an hour late, as after a restart, is still tried three times', async () => {
    const { sent, outcomes, commit, worker, work, clock } = pages();
    await commit({ enqueue: [webhookPage()] });
    clock.advance(3_600_000);
    await work([worker('one', () => UNAVAILABLE)]);
    expect(sent).toHaveLength(3);
    expect(outcomes).toEqual(['trigger 3 HTTP 503']);
  });

  test('that is refused has failed at once', async () => {
    const { outcomes, commit, worker, work, sent } = pages();
    await commit({ enqueue: [webhookPage()] });
    await work([worker('one', () => ({ kind: 'refused', code: 'HTTP 404' }))]);
    expect({ sent, outcomes }).toEqual({ sent: ['0 s: trigger hook 3'], outcomes: ['trigger 3 HTTP 404'] });
  });

  test('waits for none of another webhook, however slow that is', async () => {
    const { sent, commit, worker } = pages();
    await commit({ enqueue: [webhookPage({ via: { webhook: 'dead' } }), webhookPage({ n: 4 })] });
    let end: (result: PageResult) => void = () => undefined;
    const slow = new Promise<PageResult>((resolve) => {
      end = resolve;
    });
    const one = worker('one', ({ n }) => (n === 3 ? slow : SENT));
    const done = one.dispatchDue();
    for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    expect(sent).toEqual(['0 s: trigger dead 3', '0 s: trigger hook 4']);
    end(SENT);
    await done;
  });

  test('of an instance that died with it is sent by another, once the lease is over', async () => {
    const { sent, commit, worker, work, outcomes } = pages();
    await commit({ enqueue: [webhookPage()] });
    void worker('dying', () => new Promise(() => undefined)).dispatchDue();
    await new Promise(setImmediate);
    await work([worker('other')]);
    expect(sent).toEqual(['0 s: trigger hook 3', '30 s: trigger hook 3']);
    expect(outcomes).toEqual(['trigger 3 sent']);
  });

  test('that was sent while the store went away is not sent again, but stored once the store is back', async () => {
    const { sent, commit, worker, work, outcomes } = pages();
    await commit({ enqueue: [webhookPage()] });
    let isAway = true;
    const one = worker('one', () => SENT, {
      onOutcome: async (page, { kind }) => {
        if (isAway) throw new StateUnavailableError('unreachable', NIGHT);
        outcomes.push(kind);
        await commit({ cancel: [page.id] });
      },
    });
    await work([one], 20_000);
    isAway = false;
    await work([one]);
    expect({ sent, outcomes }).toEqual({ sent: ['0 s: trigger hook 3'], outcomes: ['sent'] });
  });

  test('that somebody acknowledged meanwhile is not sent, whatever the outbox still says', async () => {
    const { sent, commit, worker, work, alertStore } = pages();
    await commit({ enqueue: [webhookPage()] });
    await work([worker('one', () => SENT, { isObsolete: () => true })]);
    expect(sent).toEqual([]);
    expect(await alertStore.pending()).toEqual([]);
  });

  test.each([
    ['acknowledge', acknowledged],
    ['resolve', recovered],
  ] as const)(
    'is followed by its %s after a moment in which no request that pages can be under way',
    async (event, state) => {
      const { sent, commit, worker, work, clock } = pages();
      const end = webhookPage({ event, incident: { ...state, id: realMoney.id } });
      await commit({ enqueue: [{ ...end, id: `${end.id}/${event}` }] });
      const one = worker('one');
      clock.advance(-3_600_000);
      await work([one]);
      expect(sent).toEqual([`-3590 s: ${event} hook 3`]);
    },
  );

  test('is left to others where it is not this worker’s', async () => {
    const { sent, commit, worker } = pages();
    await commit({ enqueue: [webhookPage({ via: { dm: 'U0ANNA' } })] });
    const one = worker('one');
    expect(await one.dispatchDue()).toBe(1_000);
    expect({ sent, pending: one.pending }).toEqual({ sent: [], pending: 0 });
  });
});

test('A store that is away holds up nothing but its own pages', async () => {
  const { sent, worker, alertStore, commit } = pages();
  await commit({ enqueue: [webhookPage()] });
  const away = {
    pending: () => Promise.reject(new StateUnavailableError('unreachable', NIGHT)),
  } as unknown as AlertStore;
  const one = worker('one', () => SENT, {
    sources: [
      { outbox: away, isLocal: false },
      { outbox: alertStore, isLocal: true },
    ],
  });
  await one.dispatchDue();
  expect(sent).toEqual(['0 s: trigger hook 3']);
});
