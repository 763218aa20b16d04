import { LocalHistory } from '../../src/history/localHistory';
import { HistorySharing } from '../../src/history/shared/historySharing';
import { StateUnavailableError } from '../../src/redis/errors';
import { MemorySharedTexts } from '../../src/storage/memory/memorySharedTexts';
import { type SettableClock, settableClock } from '../helpers/clock';
import { observed, sample } from '../helpers/historySamples';
import { keptLog } from '../helpers/log';

const START = Date.parse('2026-11-22T10:00:00Z');
const MINUTE_MS = 60_000;
const TARGET = 'paper:docker';
const ZONE = 'Asia/Seoul';
const at = (minutes: number): Date => new Date(START + minutes * MINUTE_MS);

/** One instance of the bot, as far as its history goes. */
interface Instance {
  readonly history: LocalHistory;
  readonly sharing: HistorySharing;
  /** Checks every 15 s from one minute to another; the balance is a thousand and the minutes since the start. */
  check(from: number, to: number): void;
}

async function instance(texts: MemorySharedTexts, clock: SettableClock): Promise<Instance> {
  const history = await LocalHistory.open({ clock, missedAfterMs: 22_500 });
  const { log } = keptLog();
  const sharing = new HistorySharing({ texts, history: history.exchange, clock, log, zone: () => ZONE });
  return {
    history,
    sharing,
    check(from, to) {
      for (let minutes = from; minutes <= to; minutes += 0.25)
        history.record(
          observed(
            at(minutes),
            sample(TARGET, { totalBalance: 1_000 + minutes, tradesTotal: Math.floor(minutes) }),
          ),
        );
    },
  };
}

async function world() {
  const clock = settableClock(at(0));
  const texts = new MemorySharedTexts();
  return { clock, texts, open: () => instance(texts, clock) };
}

const balances = (minutes: number) =>
  ({ target: TARGET, field: 'totalBalance', from: at(0), to: at(minutes), points: minutes / 5 }) as const;

const lasts = async ({ history }: Instance, minutes: number) =>
  (await history.series(balances(minutes))).points.map(({ from, last }) => [
    (from.getTime() - START) / MINUTE_MS,
    last,
  ]);

const days = ({ history }: Instance, clock: SettableClock) =>
  history.closings({ target: TARGET, days: 2, zone: ZONE, until: clock.now() });

test('Two instances with different gaps give the same answer, with what either of them saw', async () => {
  const { clock, open } = await world();
  const [a, b] = [await open(), await open()];
  a.check(0, 20);
  b.check(0, 10);
  b.check(15, 60);
  a.check(40, 60);
  clock.set(at(61));
  for (const each of [a, b, a, b]) await each.sharing.exchange();
  expect(await lasts(a, 60)).toEqual(await lasts(b, 60));
  expect((await lasts(a, 60)).map(([minutes]) => minutes)).toEqual([
    0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55,
  ]);
  const [series, other] = await Promise.all([a, b].map(({ history }) => history.series(balances(60))));
  expect(series?.gaps).toEqual([]);
  expect(other?.gaps).toEqual([]);
  expect(series?.hasClosingsOnly).toBe(true);
  expect(await days(a, clock)).toMatchObject([{}, { counted: { tradesTotal: { increase: 60, resets: 0 } } }]);
  expect(await days(b, clock)).toMatchObject([{}, { counted: { tradesTotal: { increase: 60, resets: 0 } } }]);
});

test('A fresh instance knows the closing values of the others', async () => {
  const { clock, open } = await world();
  const a = await open();
  a.check(0, 180);
  clock.set(at(181));
  await a.sharing.exchange();
  const fresh = await open();
  await fresh.sharing.exchange();
  expect(await lasts(fresh, 180)).toEqual(await lasts(a, 180));
  expect((await fresh.history.series(balances(180))).gaps).toEqual(
    (await a.history.series(balances(180))).gaps,
  );
  const [, own] = await days(a, clock);
  const [, shared] = await days(fresh, clock);
  expect(shared).toMatchObject({ balance: own?.balance, counted: own?.counted, closing: own?.closing });
  expect(await fresh.history.targets()).toEqual([
    expect.objectContaining({ target: TARGET, firstAt: at(0) }),
  ]);
});

test('Days are known to a fresh instance long after the five minutes are gone', async () => {
  const { clock, texts, open } = await world();
  const a = await open();
  a.check(0, 20);
  clock.set(at(21));
  await a.sharing.exchange();
  texts.lose((name) => name.startsWith('history:5min:'));
  clock.set(at(60 * 24 * 30));
  const fresh = await open();
  await fresh.sharing.exchange();
  const closings = await fresh.history.closings({ target: TARGET, days: 31, zone: ZONE, until: clock.now() });
  expect(closings[0]).toMatchObject({
    day: '2026-11-22',
    closing: { at: at(20), values: { totalBalance: 1_020 } },
    uptime: { watchedMs: 1_200_000, upMs: 1_200_000 },
  });
  expect(closings[1]).toMatchObject({ closing: null, balance: null });
});

test('What the store has lost is told anew, by whoever still knows it', async () => {
  const { clock, texts, open } = await world();
  const a = await open();
  a.check(0, 120);
  clock.set(at(121));
  await a.sharing.exchange();
  texts.lose();
  await a.sharing.exchange();
  const fresh = await open();
  await fresh.sharing.exchange();
  expect(await lasts(fresh, 120)).toEqual(await lasts(a, 120));
});

test('While the store is away nothing is lost, and that is logged once', async () => {
  const clock = settableClock(at(0));
  let isAway = true;
  const texts = new MemorySharedTexts({
    ping: async () => {
      if (isAway) throw new StateUnavailableError('unreachable', clock.now());
    },
  });
  const history = await LocalHistory.open({ clock, missedAfterMs: 22_500 });
  const log = keptLog();
  const sharing = new HistorySharing({
    texts,
    history: history.exchange,
    clock,
    log: log.log,
    zone: () => ZONE,
  });
  for (let minutes = 0; minutes <= 30; minutes += 0.25)
    history.record(observed(at(minutes), sample(TARGET, { totalBalance: minutes })));
  clock.set(at(31));
  await sharing.exchange();
  await sharing.exchange();
  isAway = false;
  await sharing.exchange();
  const fresh = await instance(texts, clock);
  await fresh.sharing.exchange();
  expect(await lasts(fresh, 30)).toHaveLength(6);
  expect(log.lines().map(({ msg }) => msg)).toEqual(['history cannot be shared', 'history is shared again']);
});

test('An instance that finds out late that a target was down corrects what it has told', async () => {
  const { clock, open } = await world();
  const a = await open();
  const life = (isDown: boolean, since: Date) =>
    ({ life: { isDown, since }, status: isDown ? 'down' : 'ok' }) as const;
  for (let minutes = 0; minutes <= 6; minutes += 0.25)
    a.history.record(observed(at(minutes), sample(TARGET, { totalBalance: 1 }, life(false, at(0)))));
  clock.set(at(6));
  await a.sharing.exchange();
  a.history.record(observed(at(6.25), sample(TARGET, {}, life(true, at(3)))));
  for (let minutes = 6.5; minutes <= 11; minutes += 0.25)
    a.history.record(observed(at(minutes), sample(TARGET, {}, life(true, at(3)))));
  clock.set(at(11));
  await a.sharing.exchange();
  const fresh = await open();
  await fresh.sharing.exchange();
  const { watchedMs, upMs } = await fresh.history.uptime({ target: TARGET, from: at(0), to: at(10) });
  expect([watchedMs / MINUTE_MS, upMs / MINUTE_MS]).toEqual([10, 3]);
});
