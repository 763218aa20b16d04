import { COMMANDS } from '../../commands';
import { encodeState } from '../../src/alerting';
import { type CliHarness, cliHarness } from '../helpers/cliHarness';
import { knownWith, NIGHT, open } from '../helpers/incidents';
import { loadRecordingIntoMemory } from '../helpers/recording';
import { terminalText } from '../helpers/terminalText';

describe('What Slack is asked, asked in a terminal', () => {
  let cli: CliHarness;
  beforeEach(async () => {
    cli = cliHarness();
    cli.clock.set(NIGHT);
    loadRecordingIntoMemory(cli.store);
    cli.env.ALERT_CHANNEL = 'C0ALERTS';
    await cli.stores.alertStore.commit({
      from: 0,
      records: encodeState(knownWith(open)),
      ...{ enqueue: [], cancel: [], audit: [], messages: [] },
    });
  });
  const shown = (): string => cli.stdout.join('');
  const told = (): string => cli.stderr.join('');

  test.each([
    ['status', '/arb-status', ''],
    ['status', '/arb-status', 'paper docker'],
    ['status', '/arb-status', 'live'],
    ['positions', '/arb-positions', ''],
    ['positions', '/arb-positions', 'paper docker'],
    ['tuning', '/arb-tuning', ''],
    ['tuning', '/arb-tuning', 'd28'],
    ['tuning', '/arb-tuning', 'd28-demo-session 10'],
    ['alerts', '/arb-alerts', ''],
    ['alerts', '/arb-alerts', 'why paper docker'],
    ['alerts', '/arb-alerts', 'history 7d'],
    ['alerts', '/arb-alerts', 'timeline'],
    ['alerts', '/arb-alerts', 'muted'],
    ['alerts', '/arb-alerts', 'duty'],
    ['digest', '/arb-digest', ''],
  ])('is answered by arbwatch %s with what Slack shows: %s %s', async (name, slash, words) => {
    expect(await cli.run(name, ...words.split(' ').filter(Boolean))).toBe(0);
    const command = COMMANDS.find((each) => each.name === slash);
    const { deps, lookAround } = cli.services();
    await lookAround(cli.interrupted.signal);
    const response = await command?.execute(words, { ...deps, signal: cli.interrupted.signal });
    expect(shown()).toBe(`${terminalText(response?.message ?? { blocks: [] }, { now: NIGHT })}\n`);
    expect(told()).toBe('');
  });

  test.each([
    ['status', { targets: [{ mode: 'live' }, { mode: 'paper', tradesTotal: 1287 }, { mode: 'shadow' }] }],
    ['status paper docker', { mode: 'paper', env: 'docker', tradesTotal: 1287, status: expect.any(String) }],
    [
      'positions paper docker',
      { mode: 'paper', positions: { items: [{ symbol: 'BTC_KRW', pnl: 12_500 }] }, orders: { count: 0 } },
    ],
    [
      'tuning',
      { sessions: expect.arrayContaining([expect.objectContaining({ sessionId: 'd28-demo-session' })]) },
    ],
    ['tuning d28', { sessionId: 'd28-demo-session', completedIterations: 10 }],
    ['alerts', { open: [{ id: open.id, shortId: expect.any(String), severity: 'warning' }], pending: [] }],
    ['alerts why paper docker', { target: 'paper:docker', incidents: [{ id: open.id, message: null }] }],
    ['alerts history', { incidents: [{ id: open.id }], since: '2026-11-21T03:02:00.000Z' }],
    ['alerts timeline', { incident: { id: open.id }, pending: [] }],
    ['alerts muted', { active: [], upcoming: [], muted: [] }],
    ['digest', { name: 'daily', at: expect.any(String), targets: [], notSeenSince: null }],
  ])('is printed as JSON: %s', async (line, expected) => {
    expect(await cli.run(...line.split(' '), '--json')).toBe(0);
    expect(JSON.parse(shown())).toMatchObject(expected);
    expect(told()).toBe('');
  });

  test.each([
    ['tuning nosuch', 'No tuning session is called or starts with nosuch'],
    ['alerts why k3z9', 'k3z9'],
    ['alerts timeline shadow docker', 'shadow docker'],
  ])('ends with 1 where it is not there: %s', async (line, text) => {
    expect(await cli.run(...line.split(' '))).toBe(1);
    expect(shown() + told()).toContain(text);
  });

  test('ends with 1 for a trader that does not exist, and says which do', async () => {
    expect(await cli.run('status', 'live:prodction')).toBe(1);
    expect([shown(), told()]).toEqual([
      '',
      'There is no live trader on prodction. Known: live docker, paper docker, shadow docker.\n',
    ]);
  });

  test('prints no JSON where there is none, and says why on stderr', async () => {
    expect(await cli.run('tuning', 'nosuch', '--json')).toBe(1);
    expect([shown(), told()]).toEqual(['', expect.stringContaining('No tuning session')]);
  });

  test('ends with 1 at Ctrl-C, without a word', async () => {
    cli.retryForMs = 60_000;
    cli.store.simulateOutage('unreachable');
    setTimeout(() => cli.interrupted.abort(), 20);
    expect(await cli.run('status')).toBe(1);
    expect([shown(), told()]).toEqual(['', '']);
  });

  test('names an env with spaces by quotes of the shell', async () => {
    cli.store.set('live:my env:arbitrage:stats:trades_total', '4321');
    for (const words of [['live', 'my env'], ['live:my env']]) {
      cli.stdout.length = 0;
      expect([words, await cli.run('status', ...words)]).toEqual([words, 0]);
      expect(shown()).toContain('4,321');
    }
  });

  test.each([
    'ack',
    'snooze paper docker',
    'mute all',
    'maintenance all 30m',
    'drop 1',
    'test',
    'drill now',
    'duty clear',
  ])('changes nothing: alerts %s is refused with where to type it, and ends with 1', async (line) => {
    const before = await cli.stores.alertStore.load();
    expect(await cli.run('alerts', ...line.split(' '))).toBe(1);
    expect([shown(), told()]).toEqual(['', expect.stringContaining('type this in Slack')]);
    expect(await cli.stores.alertStore.load()).toEqual(before);
    expect(await cli.stores.alertStore.pending()).toEqual([]);
  });

  test.each(['alerts', 'digest'])(
    'says of %s that alerts are not set up without a channel, and ends with 1',
    async (name) => {
      delete cli.env.ALERT_CHANNEL;
      expect(await cli.run(name)).toBe(1);
      expect(shown() + told()).toContain('ALERT_CHANNEL');
    },
  );

  test.each(['status', 'tuning', 'alerts', 'digest'])(
    'ends %s with 1 and one line where Redis is away',
    async (name) => {
      cli.store.simulateOutage('unreachable');
      expect(await cli.run(name)).toBe(1);
      expect(shown()).toBe('');
      expect(told()).toMatch(/^The traders' state cannot be read: Redis cannot be reached.*\n$/);
    },
  );
});
