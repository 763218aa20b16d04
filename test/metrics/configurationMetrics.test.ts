import { Metrics } from '../../src/metrics/metrics';
import type { InstanceConfiguration } from '../../src/reload/outcome';

const shown = async (metrics: Metrics): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('arbwatch_config_'));

test('The metrics say which configuration an instance has, and whether the last file was refused', async () => {
  const metrics = new Metrics();
  let instance: InstanceConfiguration = { status: 'current', generation: null, active: null, host: null };
  metrics.configuration.register(() => instance);
  expect(await shown(metrics)).toEqual([
    'arbwatch_config_reloads_total{result="applied"} 0',
    'arbwatch_config_reloads_total{result="unchanged"} 0',
    'arbwatch_config_reloads_total{result="refused"} 0',
    'arbwatch_config_last_reload_successful 1',
    'arbwatch_config_status{status="current"} 1',
    'arbwatch_config_status{status="outdated"} 0',
    'arbwatch_config_status{status="stand_in"} 0',
  ]);
  metrics.configuration.reloaded('refused');
  const activatedBy = { how: 'file', userId: null, host: 'other' } as const;
  const active = { generation: 3, activatedAt: new Date(0), activatedBy };
  instance = { status: 'outdated', generation: 2, active, host: null };
  expect(await shown(metrics)).toEqual(
    expect.arrayContaining([
      'arbwatch_config_reloads_total{result="refused"} 1',
      'arbwatch_config_last_reload_successful 0',
      'arbwatch_config_generation{of="instance"} 2',
      'arbwatch_config_generation{of="active"} 3',
      'arbwatch_config_status{status="current"} 0',
      'arbwatch_config_status{status="outdated"} 1',
    ]),
  );
});
