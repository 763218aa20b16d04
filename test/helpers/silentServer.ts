import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** Takes connections and answers nothing, as a Redis that hangs does. */
export interface SilentServer {
  /** As a REDIS_URL. */
  readonly url: string;
  stop(): Promise<void>;
}

export const startSilentServer = async (): Promise<SilentServer> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
