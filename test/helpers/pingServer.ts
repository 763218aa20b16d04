import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Counts what it is asked for, on a free port of 127.0.0.1. */
export interface PingServer {
  readonly url: string;
  /** The method and path of each request so far. */
  readonly pings: readonly string[];
  stop(): Promise<void>;
}

/** `answer` answers each request; 200 unless given. */
export const startPingServer = async (
  answer: RequestListener = (_, response) => void response.end('OK'),
): Promise<PingServer> => {
  const pings: string[] = [];
  const server = createServer((request, response) => {
    pings.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`,
    pings,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
