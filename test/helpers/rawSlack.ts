import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { isJsonObject, parsedJson } from '../../sandbox/json';

/** The other end of Socket Mode, which sends whatever it is told to: the sandbox would refuse to. */
export interface RawSlack {
  readonly apiUrl: string;
  /** Resolves to the number of the open connection, once there is one, counted from 1. */
  connected(after?: number): Promise<number>;
  send(frame: string | Buffer): void;
  /** Resolves to the answer to this envelope; rejects when there is none within 3 s, as Slack would give up. */
  acked(envelopeId: string): Promise<unknown>;
  stop(): Promise<void>;
}

const ACK_LIMIT_MS = 3_000;
const LOOK_EVERY_MS = 5;
const CONNECT_LIMIT_MS = 60_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function startRawSlack(): Promise<RawSlack> {
  const acks = new Map<string, unknown>();
  let open: WebSocket | null = null;
  let opened = 0;
  const server = createServer((request, response) => {
    request.resume();
    const { port } = server.address() as AddressInfo;
    const bot = { bot_id: 'B0BOT', user_id: 'U0BOT', team_id: 'T0RAW', team: 'raw', user: 'arbwatch' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link`, ...bot }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    open = socket;
    opened += 1;
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const said = parsedJson(String(data));
      if (isJsonObject(said) && typeof said.envelope_id === 'string')
        acks.set(said.envelope_id, said.payload ?? null);
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0RAW' } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const seen = async (isThere: () => boolean, limitMs: number, what: string): Promise<void> => {
    for (let waitedMs = 0; !isThere(); waitedMs += LOOK_EVERY_MS) {
      if (waitedMs > limitMs) throw new Error(`${what} within ${limitMs} ms`);
      await sleep(LOOK_EVERY_MS);
    }
  };
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    async connected(after = 0) {
      await seen(() => opened > after && open?.readyState === open?.OPEN, CONNECT_LIMIT_MS, 'no connection');
      return opened;
    },
    send: (frame) => open?.send(frame),
    async acked(envelopeId) {
      await seen(() => acks.has(envelopeId), ACK_LIMIT_MS, `no answer to ${envelopeId}`);
      return acks.get(envelopeId);
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
