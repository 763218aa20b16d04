import { misspeltTargets, targetsNamedIn } from '../../src/jobs/misspeltTargets';
import { keptLog } from '../helpers/log';

const DIGEST = { name: 'd', cron: '0 9 * * *', zone: 'UTC', channel: 'C0OPS', sections: ['state'] } as const;

test('A configured target that looks like a typing error is logged once', () => {
  const log = keptLog();
  const named = targetsNamedIn(
    {
      rules: { no_sign_of_life: { targets: { 'live:xyzzy-1': {} } }, tuning: {} },
      routes: [{ match: { target: ['live:prodction', 'live:*'] }, channel: 'C0CRIT' }],
    },
    [
      { ...DIGEST, targets: ['paper:docker'] },
      { ...DIGEST, targets: null },
    ],
  );
  const warn = misspeltTargets(named, log.log);
  warn([]);
  expect(log.text()).toBe('');
  const existing = [
    { mode: 'live', env: 'production' },
    { mode: 'paper', env: 'docker' },
  ] as const;
  warn(existing);
  warn(existing);
  expect(log.text().match(/Did you mean/g)).toHaveLength(1);
  expect(log.text()).toContain(
    'the configuration names live:prodction, of which there is no key. Did you mean live:production?',
  );
});
