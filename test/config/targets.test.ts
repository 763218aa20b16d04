import { ConfigError, loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';

const RIGHT = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };

const configOf = (text: string, env: Record<string, string> = {}) =>
  loadBotConfig({ ...RIGHT, ...env }, configFile('arbwatch.yaml', text));

function problems(text: string): readonly string[] {
  try {
    configOf(text);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

test('Targets are named by id, each with the signs of life that it is expected to give', () => {
  const { targets, directory } = configOf(
    "targets:\n  live:production: { signs: [portfolio, 'heartbeat:live_trader'] }\n  'paper:my env: 1':\n",
  );
  expect([...targets]).toEqual([
    [
      'live:production',
      {
        target: { prefix: 'arbitrage', mode: 'live', env: 'production' },
        signs: ['portfolio', 'heartbeat:live_trader'],
      },
    ],
    ['paper:my env: 1', { target: { prefix: 'arbitrage', mode: 'paper', env: 'my env: 1' }, signs: null }],
  ]);
  expect(directory.named).toEqual(['live:production', 'paper:my env: 1']);
});

test('A target with another prefix than the first is named with that prefix', () => {
  const { targets, live } = configOf("state_key_prefix: [arb, other]\ntargets: { 'other/paper:docker': {} }");
  expect(targets.get('other/paper:docker')?.target).toEqual({
    prefix: 'other',
    mode: 'paper',
    env: 'docker',
  });
  expect(live.keyPrefix).toBe('arb');
});

test('The envs and the ignored targets can be configured', () => {
  const { directory } = configOf("discover: { ignore: ['shadow:*'] }", { ENVS: 'qa, staging' });
  expect(directory).toMatchObject({ envs: ['qa', 'staging'], ignored: ['shadow:*'] });
});

test.each([
  [
    'no target',
    "targets: { 'moon:docker': {} }",
    '1:12: targets.moon:docker: is not a target: expected a mode',
  ],
  [
    'an unknown key',
    "targets: { 'live:a': { sings: [portfolio] } }",
    'sings: unknown key. Did you mean signs?',
  ],
  [
    'an unknown sign',
    "targets: { 'live:a': { signs: [pulse] } }",
    'invalid value "pulse": expected a list of portfolio',
  ],
  ['no signs', "targets: { 'live:a': { signs: [] } }", 'invalid value []: expected a list of portfolio'],
  ['an unknown prefix', "targets: { 'x/live:a': {} }", '"x" is not one of STATE_KEY_PREFIX'],
  ['a list of targets', "targets: ['live:a']", 'invalid value ["live:a"]: expected keys and values'],
  ['an unknown key of discover', 'discover: { ignored: [] }', 'ignored: unknown key. Did you mean ignore?'],
  [
    'one word to ignore',
    'discover: { ignore: shadow }',
    'invalid value "shadow": expected a list of targets',
  ],
])('A mistake in the targets is reported with its place: %s', (_, text, said) => {
  expect(problems(text)).toEqual([expect.stringContaining(said)]);
});
