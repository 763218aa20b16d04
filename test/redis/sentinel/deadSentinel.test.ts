import { eventually } from '../../helpers/eventually';
import { answers, sentinelConfig, stateOpener } from '../../helpers/openedState';
import { startSentinelGroup } from '../../helpers/redisGroups';
import { startSilentServer } from '../../helpers/silentServer';

jest.setTimeout(30_000);

const open = stateOpener();

test('Changes are tracked when the first Sentinel in the list is dead', async () => {
  const dead = await startSilentServer();
  const group = await startSentinelGroup({ password: 'open-sesame-7f3a' });
  const { host, port } = group.sentinel;
  const sentinels = [
    { host: '127.0.0.1', port: Number(new URL(dead.url).port) },
    { host, port },
  ];
  const state = open(sentinelConfig(group, { sentinels, password: 'open-sesame-7f3a' }));
  await eventually(() => answers(state), 'the master is read');
  const told: (string | null)[] = [];
  const subscription = await state.tracking.track(['s:'], (key) => void told.push(key));
  await group.master.client().hset('s:1', 'n', 1);
  await subscription.sync();
  expect(told).toEqual(['s:1']);
  await group.stop();
  await dead.stop();
});
