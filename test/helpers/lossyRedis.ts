import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import type { RedisServer } from './redisServer';

/** A way to a Redis on which a reply can be lost after its command was carried out. */
export interface LossyRedis {
  readonly host: string;
  readonly port: number;
  /** Cuts the connection on which the next reply comes, in place of handing it on. */
  loseNextReply(): void;
  stop(): Promise<void>;
}

export const startLossyRedis = async (redis: RedisServer): Promise<LossyRedis> => {
  const sockets = new Set<Socket>();
  let isNextLost = false;
  const server = createServer((client) => {
    const upstream = connect(redis.port, redis.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (reply) => {
      if (isNextLost) client.destroy();
      else client.write(reply);
      isNextLost = false;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    loseNextReply: () => {
      isNextLost = true;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
