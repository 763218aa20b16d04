import { digestMessage } from '../../formatters';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import { initialState } from '../../src/alerting';
import { readBalanceWeek } from '../../src/digests/balanceWeek';
import { buildDigest } from '../../src/digests/buildDigest';
import { type Digest, SECTIONS } from '../../src/digests/digest';
import { type HistoryReader, HistoryUnavailableError } from '../../src/history/historyReader';
import { NO_HISTORY } from '../../src/history/noHistory';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { seen } from '../helpers/alertHarness';
import { settableClock } from '../helpers/clock';
import { jobOver, know, waiting } from '../helpers/digestJobs';
import { keptLog } from '../helpers/log';
import { recordedHistory } from '../helpers/recordedHistory';
import { runScenario } from '../helpers/scenario';
import { ALWAYS, trader } from '../helpers/traders';

const NOW = new Date('2026-11-22T09:00:00Z');
const clock = settableClock(NOW);
const HOUR = 3_600_000;
const EVERY_HOUR = { from: new Date(NOW.getTime() - 9 * 24 * HOUR), to: NOW, everyMs: HOUR, clock };
/** Gains 10 an hour, 20 from the 21st on. */
const balanceAt = (at: Date): number => {
  const hours = (at.getTime() - Date.parse('2026-11-21T00:00:00Z')) / HOUR;
  return 10_000 + (hours > 0 ? 20 : 10) * hours;
};
const week = recordedHistory(EVERY_HOUR, (at) => ({ 'paper:docker': { totalBalance: balanceAt(at) } }));

const weekFrom = (history: HistoryReader, targets: readonly string[] = ['paper:docker']) =>
  readBalanceWeek({
    history,
    botStore: new MemoryBotStore(new MemoryStore(clock)),
    zone: () => 'UTC',
    log: keptLog().log,
  })(targets, NOW);

const base: Digest = {
  ...buildDigest(initialState(NOW), null, { name: 'daily', targets: null, sections: SECTIONS }, NOW),
  isUnchanged: false,
};
const messageOf = async (history: HistoryReader, targets?: readonly string[]) => {
  const read = await weekFrom(history, targets);
  return digestMessage(
    { ...base, ...(read !== undefined && { week: read }) },
    { now: NOW, because: null, insteadOf: null },
    { demo: false, currency: 'KRW', zone: 'UTC' },
  );
};

describe('A digest', () => {
  test('has the last seven days that are over as bars, and compares the last with the day before in words', async () => {
    const message = await messageOf(week);
    const chart = message.blocks.find(({ type }) => type === 'data_visualization');
    const labels = ['15', '16', '17', '18', '19', '20', '21'].map((day) => `${day} Nov`);
    expect(chart).toMatchObject({ chart: { type: 'bar', axis_config: { categories: labels } } });
    expect(seen(message).shown).toMatch(
      /paper docker: \+470\.00 KRW \(\+4\.7\d* %\) on 21 Nov, 230\.00 more than on 20 Nov\./,
    );
    expect(message.text).toContain('230.00 more than on 20 Nov');
    expect(() => checkedMessageBlocks(message.blocks)).not.toThrow();
  });

  test('names the withdrawals that people noted, which its changes leave out', async () => {
    const botStore = new MemoryBotStore(new MemoryStore(clock));
    const note = {
      id: 'n1',
      target: 'paper:docker',
      amount: -500_000,
      reason: 'withdrawal',
      userId: 'U0ANN',
    };
    await botStore.addBalanceNote({ ...note, at: new Date('2026-11-19T10:00:00Z') });
    const read = await readBalanceWeek({ history: week, botStore, zone: () => 'UTC', log: keptLog().log })(
      ['paper:docker'],
      NOW,
    );
    const message = digestMessage(
      { ...base, ...(read !== undefined && { week: read }) },
      { now: NOW, because: null, insteadOf: null },
      { demo: false, currency: 'KRW', zone: 'UTC' },
    );
    expect(seen(message).shown).toContain(
      'paper docker: without 1 noted deposit or withdrawal, −500,000.00 KRW in all.',
    );
  });

  test('says of which days nothing is recorded, and plots none of them', async () => {
    const lacking = recordedHistory(EVERY_HOUR, (at) =>
      [17, 18].includes(at.getUTCDate()) ? null : { 'paper:docker': { totalBalance: balanceAt(at) } },
    );
    const message = await messageOf(lacking);
    expect(seen(message).shown).toContain('paper docker: no balance is recorded of 17 Nov, 18 Nov.');
    const chart = message.blocks.find(({ type }) => type === 'data_visualization');
    expect(JSON.stringify(chart)).not.toMatch(/1[78] Nov/);
  });

  test('compares nothing where the day before has no balance, and says since when the change is', async () => {
    const lacking = recordedHistory(EVERY_HOUR, (at) =>
      at.getUTCDate() === 20 ? null : { 'paper:docker': { totalBalance: balanceAt(at) } },
    );
    const { shown } = seen(await messageOf(lacking));
    expect(shown).toContain('on 21 Nov, since 19 Nov, the last that is recorded before.');
    expect(shown).not.toMatch(/than on/);
  });

  test('of several targets has bars in per cent', async () => {
    const both = recordedHistory(EVERY_HOUR, (at) => ({
      'live:docker': { totalBalance: 2 * balanceAt(at) },
      'paper:docker': { totalBalance: balanceAt(at) },
    }));
    const { blocks } = await messageOf(both, ['live:docker', 'paper:docker']);
    expect(JSON.stringify(blocks)).toContain('Change in %');
  });

  test('says that the history could not be read, and nothing where none is kept or nothing recorded', async () => {
    const refuse = async (): Promise<never> => {
      throw new HistoryUnavailableError('its disk hangs', week.health());
    };
    const broken = { ...NO_HISTORY, health: () => week.health(), closings: refuse };
    expect(seen(await messageOf(broken)).shown).toContain('The last 7 days are not shown');
    expect(seen(await messageOf(NO_HISTORY)).shown).not.toMatch(/last 7 days/);
    expect(seen(await messageOf(week, ['live:docker'])).shown).not.toMatch(/last 7 days/);
  });
});

test('A digest that is due is sent with its week, and is committed once where reading it takes time', async () => {
  const at = settableClock('2026-11-21T12:00:00Z');
  const alertStore = new MemoryAlertStore(new MemoryStore(at), at);
  const { known } = runScenario({
    traders: [trader('paper:docker', [ALWAYS], { reports: () => ({ tradesTotal: 100 }) })],
    until: 600,
  });
  const asked: (readonly string[])[] = [];
  const job = jobOver(alertStore, at, {
    weekOf: async (targets) => {
      asked.push(targets);
      await know(alertStore, (before) => ({ ...(before ?? known), observedAt: at.now() }));
      return [];
    },
  });
  for (const time of ['2026-11-21T12:00:00Z', '2026-11-22T09:00:00Z']) {
    at.set(time);
    await know(alertStore, (before) => ({ ...(before ?? known), observedAt: at.now() }));
    expect(await job.run()).toBe('sent');
  }
  expect(asked).toEqual([['paper:docker']]);
  expect(Object.values(await waiting(alertStore)).map((digest) => digest.week)).toEqual([[]]);
});
