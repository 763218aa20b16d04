import type { HistoryReader } from '../../src/history/historyReader';
import { type CliHarness, cliHarness } from '../helpers/cliHarness';
import { settableClock } from '../helpers/clock';
import { recordedHistory } from '../helpers/recordedHistory';

const NOW = new Date('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;
const clock = settableClock(NOW);
const EVERY_HOUR = { from: new Date(NOW.getTime() - 72 * HOUR), to: NOW, everyMs: HOUR, clock };
const hoursAgo = (at: Date): number => (NOW.getTime() - at.getTime()) / HOUR;
/** Gains 10 an hour; down from 10 to 5 h ago. */
const recorded = recordedHistory(EVERY_HOUR, (at) => ({
  'paper:docker':
    hoursAgo(at) <= 10 && hoursAgo(at) >= 5
      ? null
      : { totalBalance: 10_000 - 10 * hoursAgo(at), tradesTotal: 200 - hoursAgo(at) },
}));

function harness(history?: HistoryReader): CliHarness {
  const cli = cliHarness({ clock, ...(history && { history }) });
  cli.store.set('paper:docker:arbitrage:stats:trades_total', '200');
  return cli;
}
const shown = ({ stdout }: CliHarness): string => stdout.join('');
const told = ({ stderr }: CliHarness): string => stderr.join('');
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

describe('arbwatch history', () => {
  const HISTORY = ['history', '--target', 'paper:docker'];

  test('draws the balance, with its figures and its gaps in words, in 40 columns', async () => {
    const cli = harness(recorded);
    Object.assign(cli.screen, { isTTY: true, columns: 40 });
    expect(await cli.run(...HISTORY, '--no-color')).toBe(0);
    expect(shown(cli)).toMatch(/Balance change, last 24 h.*[▁-█]{4}.*\+230\.00/s);
    expect(shown(cli)).toMatch(/cut out of the\s+chart:.*the trader was\s+down/s);
    expect(widest(shown(cli))).toBeLessThanOrEqual(40);
  });

  test('prints every value as CSV, empty where it was not reported', async () => {
    const cli = harness(recorded);
    expect(await cli.run(...HISTORY, '--since', '2h', '--csv')).toBe(0);
    const [head, ...lines] = shown(cli).trimEnd().split('\n');
    expect(head).toMatch(/^at,resolution,status,totalBalance,availableBalance,/);
    expect(lines.map((line) => line.split(',').slice(0, 5).join(','))).toEqual([
      '2026-11-22T06:00:00.000Z,check,ok,9980,',
      '2026-11-22T07:00:00.000Z,check,ok,9990,',
    ]);
  });

  test('prints JSON, with null for what was not reported and the gaps with their reason', async () => {
    const cli = harness(recorded);
    expect(await cli.run(...HISTORY, '--since', '2026-11-22 06:00', '--json')).toBe(0);
    const { from, samples, gaps } = JSON.parse(shown(cli));
    expect(from).toBe('2026-11-21T21:00:00.000Z');
    expect(samples.at(-1).values).toMatchObject({ totalBalance: 9_990, availableBalance: null });
    expect(gaps).toContainEqual(expect.objectContaining({ reason: 'target_down' }));
  });

  test.each([
    [['history'], 2, 'Name the trader: --target paper:docker'],
    [['history', '--target', 'nobody'], 2, 'It is no trader, such as paper:docker.'],
    [[...HISTORY, '--since', 'soon'], 2, '--since soon: It is no time that is past'],
    [[...HISTORY, '--csv', '--json'], 2, 'Either --json or --csv'],
    [['history', '--target', 'live:docker'], 1, 'of live:docker. Recorded are: paper:docker.'],
  ])('answers %j with %d and what to type instead', async (words, code, expected) => {
    const cli = harness(recorded);
    expect(await cli.run(...words)).toBe(code);
    expect([shown(cli), told(cli)]).toEqual(['', expect.stringContaining(expected)]);
  });

  test('ends with 1 where no history is kept', async () => {
    const cli = harness();
    expect(await cli.run(...HISTORY)).toBe(1);
    expect(told(cli)).toContain('no history is kept');
  });
});

describe('arbwatch pnl', () => {
  test('shows what /arb-pnl shows, its days as bars that fit in 40 columns', async () => {
    const cli = harness(recorded);
    cli.env.TIMEZONE = 'UTC';
    Object.assign(cli.screen, { isTTY: true, columns: 40 });
    expect(await cli.run('pnl', 'paper', 'docker', '3', '--no-color')).toBe(0);
    expect(shown(cli)).toMatch(/20 Nov {2}█+ {2}\+240\.00\n/);
    expect(shown(cli)).toMatch(/Days\s+in UTC\./);
    expect(widest(shown(cli))).toBeLessThanOrEqual(40);
  });

  test('shows a day on which the balance fell with another bar and a minus', async () => {
    const falling = recordedHistory(EVERY_HOUR, (at) => ({
      'paper:docker': { totalBalance: 10_000 + 10 * hoursAgo(at) },
    }));
    const cli = harness(falling);
    expect(await cli.run('pnl', 'paper', '3')).toBe(0);
    expect(shown(cli)).toMatch(/21 Nov {2}░+ +−240\.00\n/);
  });

  test('notes nothing, and ends with 1 where no history is kept', async () => {
    const cli = harness(recorded);
    expect(await cli.run('pnl', 'note', 'paper', 'docker', '-500')).toBe(1);
    const without = harness();
    expect(await without.run('pnl')).toBe(1);
    expect([shown(without), told(without)]).toEqual(['', expect.stringContaining('no history is kept')]);
  });
});

describe('arbwatch watch', () => {
  test('has the balance of the last 24 h in a line, a dot where there is no value', async () => {
    const cli = harness(recorded);
    Object.assign(cli.screen, { isTTY: true, columns: 40 });
    expect(await cli.run('watch', 'paper', 'docker', '--once', '--no-color')).toBe(0);
    expect(shown(cli)).toMatch(/Balance, last 24 h.*paper docker [▁-█]+·+[▁-█]+ \+2\.36 %/s);
    expect(widest(shown(cli))).toBeLessThanOrEqual(40);
  });

  test('has no such line where there is no history', async () => {
    const cli = harness();
    expect(await cli.run('watch', 'paper', 'docker', '--once')).toBe(0);
    expect(shown(cli)).not.toContain('last 24 h');
  });
});
