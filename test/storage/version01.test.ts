import { setTimeout as sleep } from 'node:timers/promises';
import { initialState } from '../../src/alerting';
import { systemClock } from '../../src/lib/clock';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { connectStores } from '../../src/storage/connect';
import { MESSAGES_01, VERSION_01 } from '../fixtures/version01';
import { keptLog } from '../helpers/log';
import { startRedis } from '../helpers/redisServer';
import { evaluationResult } from '../helpers/stateCaches';

test('What version 0.1 left in Redis is taken over by the first commit, once, and then deleted', async () => {
  const server = await startRedis();
  const { host, port } = server;
  const client = server.client();
  await client.hset('{arbwatch}:ledger:known', { version: 7, known: JSON.stringify(VERSION_01) });
  await client.hset('{arbwatch}:ledger:messages', MESSAGES_01);
  await client.hset('{arbwatch}:ledger:deliveries', { a: '{}' });
  const log = keptLog();
  const stores = connectStores(
    { kind: 'single', host, port, db: 0, tls: false },
    { clock: systemClock, ...log },
  );
  const cache = () => new StateCache({ ...stores, log: log.log });
  const first = cache();
  const loaded = await first.load();
  await first.commit(evaluationResult(loaded.known ?? initialState(systemClock.now())), loaded);
  const { known, stored } = await cache().load();
  await sleep(5);
  const keys = await client.keys('*');
  await stores.close();
  await server.stop();
  expect(known?.incidents).toMatchObject([{ state: 'acknowledged' }]);
  expect([...stored.messages.keys()]).toEqual(['heartbeat:live:docker:1795316500000']);
  expect(keys.filter((key) => key.includes(':ledger:'))).toEqual([]);
  expect(log.text()).toContain('took over mutes');
});
