import { createServer, type Socket } from 'node:net';
import { systemClock } from '../../src/lib/clock';
import { connectStores, type Stores } from '../../src/storage/connect';
import { eventually } from '../helpers/eventually';
import { keptLog } from '../helpers/log';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const NAME = 'traders';
const bulk = (...parts: string[]): string =>
  `*${parts.length}\r\n${parts.map((part) => `$${part.length}\r\n${part}\r\n`).join('')}`;

let redis: RedisServer;
let state: Stores | null = null;
let stop: () => void = () => undefined;

/** A Sentinel that tells of a failover each time that it is asked for the master, before it answers. */
async function startEagerSentinel(port: number): Promise<number> {
  const sockets = new Set<Socket>();
  const tell = () => {
    const text = `${NAME} 127.0.0.1 1 127.0.0.1 ${port}`;
    for (const socket of sockets) socket.write(bulk('message', '+switch-master', text));
  };
  let told = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const answer = (asked: string): void => {
      if (asked.includes('subscribe')) {
        sockets.add(socket);
        socket.write('*3\r\n$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n');
      } else if (asked.includes('get-master-addr')) {
        if (told++ < 3) tell();
        setTimeout(() => socket.write(bulk('127.0.0.1', `${port}`)), 200);
      } else socket.write(asked.includes('sentinels') ? '*0\r\n' : '+OK\r\n');
    };
    socket.on('data', (data) =>
      `${data}`
        .toLowerCase()
        .split(/(?=\*\d+\r\n\$)/)
        .forEach(answer),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => void server.close();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

afterEach(async () => {
  await state?.close();
  stop();
  await redis.stop();
});

test('A failover that is told of while the master is still being asked for does not end the connection for good', async () => {
  redis = await startRedis();
  const sentinel = await startEagerSentinel(redis.port);
  const opened = connectStores(
    { kind: 'sentinel', name: NAME, sentinels: [{ host: '127.0.0.1', port: sentinel }], db: 0, tls: false },
    { clock: systemClock, log: keptLog().log },
  );
  state = opened;
  await redis.client().set('a', '1');
  const answers = () =>
    opened.store.string('a').then(
      (text) => text === '1',
      () => false,
    );
  await eventually(answers, 'the master is read');
  await redis.kill();
  await eventually(async () => !(await answers()), 'reads fail');
  await redis.restart();
  await redis.client().set('a', '1');
  await eventually(answers, 'the master is read again');
});
