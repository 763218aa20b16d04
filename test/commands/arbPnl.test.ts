import { Roles } from '../../src/access/roles';
import type { HistoryReader } from '../../src/history/historyReader';
import { settableClock } from '../helpers/clock';
import { type CommandHarness, createCommandHarness } from '../helpers/commandHarness';
import { keptLog } from '../helpers/log';
import { recordedHistory } from '../helpers/recordedHistory';

const NOW = new Date('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;
const clock = settableClock(NOW);
/** Checked every hour for the last three days, until 08:00: paper gains 10 an hour from 10,000, live loses 1 from 1,000. */
const START = new Date(NOW.getTime() - 72 * HOUR);
const hours = (at: Date): number => (at.getTime() - START.getTime()) / HOUR;
const EVERY_HOUR = { from: START, to: NOW, everyMs: HOUR, clock };

const steady = recordedHistory(EVERY_HOUR, (at) => ({
  'live:docker': { totalBalance: 1_000 - hours(at) },
  'paper:docker': { totalBalance: 10_000 + 10 * hours(at), tradesTotal: 2 * hours(at) },
}));

interface Given {
  readonly history?: HistoryReader;
  readonly operators?: readonly string[] | null;
}

function harness({ history = steady, operators = ['U0OPERATOR'] }: Given = {}): CommandHarness {
  const roles = new Roles(() => ({ viewers: null, operators }), { members: async () => [] }, keptLog().log);
  return createCommandHarness({ history, roles });
}

describe('/arb-pnl', () => {
  test('of one target shows each day with the change since the day before, the newest first, and the sum', async () => {
    const { shown, text } = await harness().ask('/arb-pnl paper docker 3');
    expect(text).toContain('paper docker: +570.00 (+5.62 %) in 3 days');
    expect(shown).toMatch(
      /Today[^N]*\+90\.00[^N]*21 Nov[^N]*\+240\.00[^N]*20 Nov[^N]*\+240\.00[^N]*Total[^N]*\+570\.00/s,
    );
  });

  test('says what a balance change has in it, and in which zone days begin', async () => {
    const { shown } = await harness().ask('/arb-pnl paper docker');
    expect(shown).toContain('deposits and withdrawals count too, unless they are noted. Days in UTC.');
  });

  test('without a target shows all that have a history, a row each', async () => {
    const { shown } = await harness().ask('/arb-pnl');
    expect(shown).toMatch(/live docker.*−72\.00.*−7\.2 %.*paper docker.*\+720\.00.*\+7\.2 %/s);
  });

  test('compares with the last balance that is recorded where a day has none, and says with which', async () => {
    const history = recordedHistory(EVERY_HOUR, (at) =>
      at.getUTCDate() === 21 ? null : { 'paper:docker': { totalBalance: 10_000 + 10 * hours(at) } },
    );
    const { shown } = await harness({ history }).ask('/arb-pnl paper docker 3');
    expect(shown).toMatch(/Today[^N]*\+330\.00[^N]*21 Nov\s*–/s);
    expect(shown).toContain('the change is since the last balance that is: 20 Nov');
  });

  test('shows the trader’s own estimate only where there is one, and calls it that', async () => {
    const history = recordedHistory(EVERY_HOUR, () => ({
      'paper:docker': { totalBalance: 10_000, estimatedPnlToday: 12.5, executionsToday: 2 },
    }));
    const { shown } = await harness({ history }).ask('/arb-pnl paper docker 2');
    expect(shown).toMatch(/Est\. P&L.*\+12\.50.*Total.*\+25\.00/s);
    expect(shown).toContain('own estimate for its executions, not from fills');
    expect((await harness().ask('/arb-pnl paper docker')).shown).not.toContain('Est. P&L');
  });

  test('of a target without a balance says that none is recorded, and shows no 0', async () => {
    const history = recordedHistory(EVERY_HOUR, () => ({ 'paper:docker': {} }));
    const { shown, text } = await harness({ history }).ask('/arb-pnl paper docker');
    expect(text).toContain('paper docker: no balance recorded in 7 days');
    expect(shown).not.toMatch(/0\.00/);
  });

  test('before anything is recorded says so', async () => {
    const history = recordedHistory(EVERY_HOUR, () => null);
    expect((await harness({ history }).ask('/arb-pnl')).text).toContain('No target has a history yet');
  });

  test.each([
    ['paper docker 0', '0'],
    ['paper docker 401', '401'],
    ['paper docker soon', 'soon'],
    ['paper nowhere', 'nowhere'],
    ['paper docker 7 8', '8'],
  ])('refuses %s, and names the word that is wrong', async (words, wrong) => {
    const { shown } = await harness().ask(`/arb-pnl ${words}`);
    expect(shown).toContain(wrong);
    expect(shown).not.toContain('Total');
  });
});

describe('/arb-pnl note', () => {
  const noted = async (kit: CommandHarness, words: string): Promise<string> => {
    const { text } = await kit.ask(`/arb-pnl note ${words}`);
    return /Noted as `?([a-z0-9]{4})/.exec(text)?.[1] ?? text;
  };

  test('leaves a withdrawal out of the change, and shows it', async () => {
    const history = recordedHistory(EVERY_HOUR, (at) => ({
      'paper:docker': { totalBalance: hours(at) < 60 ? 10_000 : 4_000 },
    }));
    const kit = harness({ history });
    expect((await kit.ask('/arb-pnl paper docker')).text).toContain('−6,000.00');
    await noted(kit, 'paper docker -6,000 to cold storage at 2026-11-21 19:30');
    const { shown, text } = await kit.ask('/arb-pnl paper docker');
    expect(text).toContain('paper docker: 0.00 (0 %) in 7 days');
    expect(shown).toMatch(/Left out: −6,000\.00 .*to cold storage.*2026-11-21 19:30:00 UTC, noted by/s);
  });

  test('that is removed counts again', async () => {
    const kit = harness();
    const id = await noted(kit, 'paper docker +100 deposit at 2026-11-21 19:30');
    expect((await kit.ask('/arb-pnl paper docker')).text).toContain('+620.00');
    expect((await kit.ask(`/arb-pnl note remove ${id}`)).text).toContain('is removed');
    expect((await kit.ask('/arb-pnl paper docker')).text).toContain('+720.00');
    expect((await kit.ask(`/arb-pnl note remove ${id}`)).text).toContain('There is no note');
  });

  test('without words lists what is noted', async () => {
    const kit = harness();
    expect((await kit.ask('/arb-pnl note')).shown).toContain('No deposit or withdrawal is noted');
    await noted(kit, 'live docker -5 fees 3h ago');
    expect((await kit.ask('/arb-pnl note')).shown).toMatch(/live docker.*−5\.00.*fees.*05:00:00 UTC/s);
  });

  test.each([
    ['paper docker', 'An amount is missing'],
    ['paper docker 500', '500'],
    ['paper docker -0', '-0'],
    ['paper docker lots', 'lots'],
    ['paper docker -5 at 2026-11-23 10:00', '2026-11-23 10:00'],
    ['remove', 'The id of a note is missing'],
  ])('refuses %s, and says what to type instead', async (words, wrong) => {
    const kit = harness();
    expect((await kit.ask(`/arb-pnl note ${words}`)).shown).toContain(wrong);
    expect((await kit.ask('/arb-pnl note')).shown).toContain('No deposit or withdrawal is noted');
  });

  test.each([
    ['to those who are no operators', ['U0OTHER'], 'not allowed'],
    ['without operators', null, 'OPERATORS'],
  ])('is refused %s', async (_, operators, named) => {
    const kit = harness({ operators });
    expect((await kit.ask('/arb-pnl note paper docker -5')).shown.toLowerCase()).toContain(
      named.toLowerCase(),
    );
    expect((await kit.ask('/arb-pnl note')).shown).toContain('No deposit or withdrawal is noted');
  });

  test('is not lost silently while Redis is away', async () => {
    const kit = harness();
    kit.store.simulateOutage('unreachable');
    expect((await kit.ask('/arb-pnl note paper docker -5')).text).toMatch(/Redis/);
  });
});
