import { Roles } from '../../src/access/roles';
import type { HistoryReader } from '../../src/history/historyReader';
import { NO_HISTORY } from '../../src/history/noHistory';
import { settableClock } from '../helpers/clock';
import { createCommandHarness } from '../helpers/commandHarness';
import { keptLog } from '../helpers/log';
import { recordedHistory } from '../helpers/recordedHistory';

const NOW = new Date('2026-11-22T08:00:00Z');
const MINUTE = 60_000;
const clock = settableClock(NOW);
const START = new Date(NOW.getTime() - 24 * 60 * MINUTE);
const minutes = (at: Date): number => (at.getTime() - START.getTime()) / MINUTE;
const EVERY_MINUTE = { from: START, to: NOW, everyMs: MINUTE, clock };

/** 1,000 until noon, 1,100 until six in the evening, then 1,045. */
const balanceAt = (at: Date): number => (minutes(at) < 240 ? 1_000 : minutes(at) < 600 ? 1_100 : 1_045);
const steady = recordedHistory(EVERY_MINUTE, (at) => ({
  'paper:docker': { totalBalance: balanceAt(at), tradesTotal: Math.floor(minutes(at) / 10) },
  'live:docker': { totalBalance: 2 * balanceAt(at) },
}));

const kitWith = (history: HistoryReader = steady) => {
  const kit = createCommandHarness({
    history,
    roles: new Roles(
      () => ({ viewers: null, operators: ['U0OPERATOR'] }),
      { members: async () => [] },
      keptLog().log,
    ),
  });
  kit.store.set('paper:docker:arbitrage:heartbeat:trader', '2026-11-22T07:59:55', 60_000);
  return kit;
};

describe('/arb-status with a time to look back at', () => {
  test('shows the status, the change, the largest fall, trades an hour and uptime', async () => {
    const { shown, text } = await kitWith().ask('/arb-status paper docker 24h');
    expect(text).toContain('Balance change in the last 24 h: +45.00 (+4.5 %).');
    expect(shown).toContain('+45.00 (+4.5 %), now 1,045.00');
    expect(shown).toContain('Largest fall 55.00 (5 %), from 1,100.00 to 1,045.00.');
    expect(shown).toMatch(/5\.96 trades an hour \(143 in /);
    expect(shown).toContain('Up 100 % of the ');
  });

  test('cuts out the time in which it was down, and says so', async () => {
    const history = recordedHistory(EVERY_MINUTE, (at) => ({
      'paper:docker': minutes(at) >= 300 && minutes(at) < 360 ? null : { totalBalance: balanceAt(at) },
    }));
    const { shown } = await kitWith(history).ask('/arb-status paper docker 24h');
    expect(shown).toMatch(/No data, cut out of the chart: .*\(the trader was down\)/);
    expect(shown).toMatch(/Up 95\.\d+ % of the /);
    expect(shown).toContain('Trades: not reported.');
  });

  test('without any balance in that time says why there is none', async () => {
    const history = recordedHistory(EVERY_MINUTE, () => ({ 'paper:docker': {} }));
    const { shown, text } = await kitWith(history).ask('/arb-status paper docker 7d');
    expect(text).toContain('No balance is recorded of the last 7 d.');
    expect(shown).toContain('No balance is recorded: nothing is recorded.');
    expect(shown).not.toContain('0.00');
  });

  test('shows the status alone where no history is kept, and says so', async () => {
    const { shown } = await kitWith(NO_HISTORY).ask('/arb-status paper docker 24h');
    expect(shown).toContain('Heartbeat');
    expect(shown).toContain('No history is kept here.');
  });

  test.each([
    ['24h', 'needs a target'],
    ['paper docker 30m', '30m'],
    ['paper docker 24h 7d', '7d'],
    ['paper docker 500d', '500d'],
  ])('refuses %s, and says what to type instead', async (words, problem) => {
    expect((await kitWith().ask(`/arb-status ${words}`)).shown).toContain(problem);
  });
});

describe('/arb compare', () => {
  test('shows both in per cent over the same time, trades an hour and the difference', async () => {
    const history = recordedHistory(EVERY_MINUTE, (at) => ({
      'paper:docker': { totalBalance: 1_000 + minutes(at) / 10, tradesTotal: minutes(at) },
      'live:docker': { totalBalance: 2_000 },
    }));
    const { shown, text } = await kitWith(history).ask('/arb compare live paper docker');
    expect(text).toMatch(
      /live docker −14\.\d+ points against paper docker\. live docker 0 %, paper docker \+14\.\d+ %\./,
    );
    expect(shown).toMatch(/live docker: 0 %, trades not reported\./);
    expect(shown).toMatch(/paper docker: \+14\.\d+ %, 60 trades an hour\./);
    expect(shown).toMatch(/Compared over 23 h 5\d min of 1 d/);
  });

  test('leaves out the time in which either was down, and lists it', async () => {
    const history = recordedHistory(EVERY_MINUTE, (at) => ({
      'paper:docker': { totalBalance: 1_000 + minutes(at) },
      'live:docker': minutes(at) >= 600 && minutes(at) < 900 ? null : { totalBalance: 500 },
    }));
    const { shown } = await kitWith(history).ask('/arb compare live paper docker');
    expect(shown).toMatch(
      /Left out\s+.*live docker: 2026-11-21 17:59:00 UTC to 2026-11-21 23:00:00 UTC, the trader was down/s,
    );
    expect(shown).toMatch(/Compared over 18 h \d+ min of 1 d/);
  });

  test('says which side reports nothing, and why', async () => {
    const history = recordedHistory(EVERY_MINUTE, (at) => ({
      'paper:docker': { totalBalance: balanceAt(at) },
      'live:docker': {},
    }));
    const { shown, text } = await kitWith(history).ask('/arb compare live paper');
    expect(text).toContain('live docker and paper docker cannot be compared');
    expect(shown).toContain('live docker: nothing to compare; the trader did not report it.');
  });

  test('takes a deposit for no gain of either', async () => {
    const history = recordedHistory(EVERY_MINUTE, (at) => ({
      'paper:docker': { totalBalance: minutes(at) < 723 ? 1_000 : 6_000 },
      'live:docker': { totalBalance: 500 },
    }));
    const kit = kitWith(history);
    await kit.ask('/arb-pnl note paper docker +5000 deposit at 2026-11-21 20:02');
    const { text } = await kit.ask('/arb compare live paper docker');
    expect(text).toContain('paper docker 0 %');
  });

  test.each([
    ['', 'Two targets are needed'],
    ['live', 'Two targets are needed'],
    ['live paper shadow', 'is one target too many'],
    ['live sideways', 'sideways'],
  ])('of %s says what to type instead', async (words, problem) => {
    expect((await kitWith().ask(`/arb compare ${words}`)).shown).toContain(problem);
  });
});
