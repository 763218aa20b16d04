import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { tlsTo } from '../../redis/connect/tls';

const TIMEOUT_MS = 1_500;

/**
 * Connects to the server of an address, over TLS for https, and sends nothing. Resolves to null where it can be reached,
 * else to a code such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. Ends within 1.5 s.
 */
export async function reach({ hostname, port, protocol }: URL): Promise<string | null> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const isTls = protocol === 'https:';
  const at = { host, port: Number(port) || (isTls ? 443 : 80) };
  return new Promise((resolve) => {
    const socket = isTls ? connectTls({ ...at, ...tlsTo(host) }) : connectTcp(at);
    const end = (code: string | null): void => {
      socket.destroy();
      resolve(code);
    };
    setTimeout(() => end('no answer'), TIMEOUT_MS).unref();
    socket.once(isTls ? 'secureConnect' : 'connect', () => end(null));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}
