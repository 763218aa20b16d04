import { parseWatchOptions, type WatchOptions, WatchUsageError } from '../../src/cli/watchOptions';

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

describe('The flags of watch', () => {
  test('may all be left out: the paper trader on docker, once', () => {
    expect(parseWatchOptions([])).toEqual<WatchOptions>({
      target: 'paper',
      env: 'docker',
      prefix: null,
      mode: 'paper',
      sessionId: null,
      totalIterations: null,
      intervalS: null,
      json: false,
    });
  });

  test("are those of the trading system's own watch_status.py", () => {
    const line =
      '--target tuning --env local --mode shadow --session-id S --total-iterations 10 --interval 0.5 --json';
    expect(parseWatchOptions(words(line))).toEqual<WatchOptions>({
      target: 'tuning',
      env: 'local',
      prefix: null,
      mode: 'shadow',
      sessionId: 'S',
      totalIterations: 10,
      intervalS: 0.5,
      json: true,
    });
  });

  test.each(['--target=live', '--target LIVE', '--target live --mode live'])(
    '%s means the live trader',
    (line) => {
      expect(parseWatchOptions(words(line))).toMatchObject({ target: 'live', mode: 'live' });
    },
  );

  test('take a session id that starts with a dash after an equals sign', () => {
    expect(parseWatchOptions(['--target', 'tuning', '--session-id=-x'])).toMatchObject({ sessionId: '-x' });
  });

  test.each([
    ['--target paperr', 'paperr is not one of live, paper, shadow, tuning'],
    ['--env=', '--env is empty'],
    ['--target tuning', '--target tuning needs --session-id'],
    ['--target tuning --session-id=', '--target tuning needs --session-id'],
    ['--target live --mode paper', '--mode paper does not go with --target live'],
    ['--interval 0', '--interval 0 is not a number of seconds above 0'],
    ['--interval -1', '--interval'],
    ['--interval soon', '--interval soon is not a number of seconds above 0'],
    ['--interval 1e9', '--interval 1e9 is not a number of seconds above 0'],
    ['--interval 9999999', '--interval 9999999 is longer than 86400 seconds'],
    ['--total-iterations 1.5', '--total-iterations 1.5 is not a whole number above 0'],
    ['--total-iterations 99999999999999999', 'is not a whole number above 0'],
    ['--colour', '--colour'],
    ['paper', 'paper'],
    ['--json yes', 'yes'],
  ])('%s are refused, with what is wrong', (line, message) => {
    expect(() => parseWatchOptions(words(line))).toThrow(WatchUsageError);
    expect(() => parseWatchOptions(words(line))).toThrow(message);
  });
});
