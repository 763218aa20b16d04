import { ConfigError } from '../../src/config';
import { configFile, NO_FILE } from '../../src/config/file';
import { rehearsalConfigOf } from '../../src/rehearsal/settings/rehearsalConfig';
import { type TypedSetting, withTypedSettings } from '../../src/rehearsal/settings/typedSettings';

const ENV = { ALERT_CHANNEL: 'C0ALERTS', STALE_AFTER: '90' };

const typed = (...words: readonly string[]): TypedSetting[] =>
  words.map((word) => {
    const [name = '', value = ''] = word.split('=');
    return { name, value };
  });

const settingsOf = (words: readonly string[], text = '') =>
  rehearsalConfigOf(
    withTypedSettings(
      { env: ENV, file: text === '' ? NO_FILE : configFile('arbwatch.yaml', text) },
      typed(...words),
    ),
  )?.settings;

function problemsOf(...words: readonly string[]): string {
  try {
    settingsOf(words);
    return 'none';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test('A typed setting comes before a variable and the file', () => {
  const file = 'rules: { no_sign_of_life: { stale_after: 60s } }';
  expect(settingsOf(['stale_after=2m'], file)?.rules.no_sign_of_life).toMatchObject({ stale_after: '2m' });
  expect(settingsOf(['stale_after=2m'], file)?.rules.no_heartbeat).toMatchObject({ stale_after: 120 });
});

test.each([
  ['day_percent=7', 'balance_drop', { day_percent: 7 }],
  ['balance_drop.percent=3', 'balance_drop', { percent: 3 }],
  ['high_exposure=off', 'high_exposure', { mode: 'off' }],
  ['frozen_after=5m', 'stale_portfolio', { after: '5m' }],
  ['no_trades.hours=09:00-17:00', 'no_trades', { hours: '09:00-17:00' }],
])('%s sets that of %s', (word, rule, part) => {
  expect(settingsOf([word])?.rules[rule]).toMatchObject(part);
});

test('Settings outside of the rules are set, too, in seconds where they are a number of them', () => {
  const settings = settingsOf(['outage_after=2m', 'flapping.unstable_after=5']);
  expect(settings).toMatchObject({ outageAfterMs: 120_000, flapping: { unstableAfter: 5 } });
});

test('All that is wrong is said at once, beside the word that was typed', () => {
  const problems = problemsOf('stale_aftr=2m', 'percent=x', 'stale_after=soon', 'within=5m', 'constructor=1');
  expect(problems).toMatch(/stale_aftr=2m: is no setting that can be rehearsed\. Did you mean stale_after\?/);
  expect(problems).toMatch(
    /within=5m: several rules have it: write balance_drop\.within or divergence\.within/,
  );
  expect(problems).toMatch(/stale_after=soon: invalid value "soon"/);
  expect(problems).toMatch(/percent=x: invalid value "x"/);
  expect(problems).toMatch(/constructor=1: is no setting/);
});

test('A silence shorter than the interval of checks is refused, as in the file', () => {
  expect(problemsOf('stale_after=5s')).toMatch(/CHECK_INTERVAL|check_interval/i);
});
