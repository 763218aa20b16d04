import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate authority of a test's own, and a certificate for `localhost` alone: no address is in it. */
export interface PrivateCa {
  /** The authority's certificate, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Arguments of a redis-server that speaks TLS alone, on the port that it would have spoken plainly on. */
  redisArgs(port: number): string[];
  remove(): void;
}

export function createPrivateCa(): PrivateCa {
  const dir = mkdtempSync(join(tmpdir(), 'arbwatch-ca-'));
  const file = (name: string): string => join(dir, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost');
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.crt'),
    '-days',
    '2',
    '-subj',
    '/CN=arbwatch test CA',
  );
  openssl('req', ...key, '-keyout', file('redis.key'), '-out', file('redis.csr'), '-subj', '/CN=redis');
  openssl(
    'x509',
    '-req',
    '-in',
    file('redis.csr'),
    '-CA',
    file('ca.crt'),
    '-CAkey',
    file('ca.key'),
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    file('names'),
    '-out',
    file('redis.crt'),
  );
  return {
    caFile: file('ca.crt'),
    redisArgs: (port) => [
      ...['--port', '0', '--tls-port', `${port}`, '--tls-auth-clients', 'no', '--tls-replication', 'yes'],
      ...['--tls-cert-file', file('redis.crt'), '--tls-key-file', file('redis.key')],
      ...['--tls-ca-cert-file', file('ca.crt'), '--tls-cluster', 'yes'],
    ],
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** A way to a server that hands everything on as it is, and notes the server names that callers ask for. */
export interface NameNoter {
  readonly port: number;
  /** Of each connection so far, the name in its TLS greeting; null where there is none. */
  readonly names: readonly (string | null)[];
  stop(): Promise<void>;
}

export async function startNameNoter(upstreamPort: number): Promise<NameNoter> {
  const sockets = new Set<Socket>();
  const names: (string | null)[] = [];
  const server = createServer((client) => {
    const upstream = connect(upstreamPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.once('data', (greeting) => names.push(serverNameIn(greeting)));
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    names,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The extension `server_name` of a ClientHello (RFC 6066): type 0, two lengths, kind 0 for a host, its length, the host. */
function serverNameIn(greeting: Buffer): string | null {
  for (let at = 0; at + 9 < greeting.length; at++) {
    const [type, all, list] = [0, 2, 4].map((offset) => greeting.readUInt16BE(at + offset));
    const length = greeting.readUInt16BE(at + 7);
    const isName = type === 0 && all === length + 5 && list === length + 3 && greeting[at + 6] === 0;
    if (isName && length > 0) return greeting.toString('latin1', at + 9, at + 9 + length);
  }
  return null;
}
