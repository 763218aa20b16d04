import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test says what no well-behaved client would. */
export interface RawConnection {
  /** Sends these bytes as they are; nothing when the other end has gone. */
  send(bytes: string | Buffer): void;
  /** What came so far. */
  got(): string;
  /** The status codes of the answers that came so far. */
  statuses(): number[];
  isOpen(): boolean;
  /** Resolves when the other end has closed it, in either way, to what came until then. */
  closed(): Promise<string>;
  end(): void;
  /** Takes nothing more of what comes. */
  stopReading(): void;
}

/** Connects to a server of this machine, such as `http://127.0.0.1:3000`. */
export async function rawConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A reset is a way to close, too.
  socket.on('error', () => undefined);
  socket.on('end', () => socket.end());
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  await once(socket, 'connect');
  const got = (): string => Buffer.concat(chunks).toString('latin1');
  return {
    send: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    got,
    statuses: () => [...got().matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, code]) => Number(code)),
    isOpen: () => !socket.destroyed && !socket.readableEnded,
    closed: async () => {
      await ended;
      return got();
    },
    end: () => void socket.destroy(),
    stopReading: () => void socket.pause(),
  };
}

/** Says it all, and resolves to everything that came back once the other end has closed. */
export async function rawExchange(url: string, bytes: string): Promise<string> {
  const connection = await rawConnection(url);
  connection.send(bytes);
  return connection.closed();
}

/** A request in plain text; `connection: close` unless told otherwise. */
export const requestText = (
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string => {
  const all = { host: 'arbwatch.example', connection: 'close', ...headers };
  const text = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${text.join('')}\r\n${body}`;
};
