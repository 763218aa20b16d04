import { createServer, type Socket } from 'node:net';
import { systemClock } from '../../../src/lib/clock';
import { majority } from '../../../src/redis/sentinel/sentinels';
import { connectStores, type Stores } from '../../../src/storage/connect';
import { eventually } from '../../helpers/eventually';
import { keptLog } from '../../helpers/log';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

const [OLD, NEW] = ['10.0.0.1:6379', '10.0.0.2:6379'];
const says = (name: string) => Promise.resolve(name);
const away = () => Promise.reject<string>(new Error('it is away'));
const hangs = () => new Promise<string>(() => undefined);

describe('The master is where', () => {
  test('the only Sentinel says', async () => {
    expect(await majority([says(OLD)])).toBe(OLD);
  });

  test('two of three say, and the third is not waited for', async () => {
    expect(await majority([hangs(), says(NEW), says(NEW)])).toBe(NEW);
  });

  test('two of three say, and one has not heard of it yet', async () => {
    expect(await majority([says(OLD), says(NEW), says(NEW)])).toBe(NEW);
  });

  test('one of two says, and the other is away', async () => {
    expect(await majority([away(), says(NEW)])).toBe(NEW);
  });
});

describe('Where the master is cannot be told', () => {
  test('by one of three, which may be cut off from the others with a master that was replaced', async () => {
    await expect(majority([away(), away(), says(OLD)])).rejects.toThrow(
      '1 of 3 Sentinels say where the master is, and half of them must',
    );
  });

  test('by two that say different things', async () => {
    await expect(majority([says(OLD), says(NEW)])).rejects.toThrow(
      'the Sentinels differ about where the master is: 10.0.0.1:6379, 10.0.0.2:6379',
    );
  });

  test('by none', async () => {
    await expect(majority([away(), away(), away()])).rejects.toThrow('0 of 3');
  });
});

const NAME = 'traders';
const bulk = (...parts: string[]): string =>
  `*${parts.length}\r\n${parts.map((part) => `$${part.length}\r\n${part}\r\n`).join('')}`;

let redis: RedisServer;
let state: Stores | null = null;
let stop: () => void = () => undefined;

/** A Sentinel that announces a failover the first times that it is asked for the master, before it replies. */
async function startHastySentinel(port: number): Promise<number> {
  const sockets = new Set<Socket>();
  const announce = () => {
    const text = `${NAME} 127.0.0.1 1 127.0.0.1 ${port}`;
    for (const socket of sockets) socket.write(bulk('message', '+switch-master', text));
  };
  let announced = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const reply = (command: string): void => {
      if (command.includes('subscribe')) {
        sockets.add(socket);
        socket.write('*3\r\n$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n');
      } else if (command.includes('get-master-addr')) {
        if (announced++ < 3) announce();
        setTimeout(() => socket.write(bulk('127.0.0.1', `${port}`)), 200);
      } else socket.write(command.includes('sentinels') ? '*0\r\n' : '+OK\r\n');
    };
    socket.on('data', (data) =>
      `${data}`
        .toLowerCase()
        .split(/(?=\*\d+\r\n\$)/)
        .forEach(reply),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => void server.close();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

afterAll(async () => {
  await state?.close();
  stop();
  await redis.stop();
});

test('A failover that is announced while ioredis asks for the master does not end the connection for good', async () => {
  redis = await startRedis();
  const sentinel = await startHastySentinel(redis.port);
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
