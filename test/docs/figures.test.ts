import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_HISTORY } from '../../src/history/noHistory';
import { Metrics } from '../../src/metrics/metrics';

const NOTHING = {
  lastCheckAt: new Date(0),
  checkIntervalMs: 15_000,
  stats: null,
  pending: 0,
  oldestPendingMs: null,
  channelFaults: 0,
};

test('docs/operating.md names the figures that /metrics has of the bot, and no others', async () => {
  const metrics = new Metrics();
  metrics.registerGauges(() => NOTHING);
  metrics.registerHistory(() => NO_HISTORY.health());
  metrics.registerAlertingHealth(() => true);
  metrics.registerSetupFaults(() => ({ error: 0, warning: 0 }));
  metrics.configuration.register(() => ({ status: 'current', generation: null, active: null, host: null }));
  metrics.registerTargets({ read: async () => null, currencyOf: () => null });
  const shown = [...(await metrics.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  const page = readFileSync(join(__dirname, '../../docs/operating.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (`arbwatch_[^|]*) \|/gm)].map(([, names = '']) => names);
  const named = rows.flatMap((names) => names.replaceAll('`', '').split(', '));
  expect([...named].sort()).toEqual([...shown].sort());
});
