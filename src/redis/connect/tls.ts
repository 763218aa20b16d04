import { isIP } from 'node:net';
import { type SentinelConnectionOptions, SentinelConnector } from 'ioredis';

/**
 * TLS options for a host, with the server name (SNI) by which a server or a proxy with several certificates chooses one:
 * Node sends none by itself. An address is no name.
 */
export const tlsTo = (host: string): { readonly servername?: string } =>
  isIP(host) === 0 ? { servername: host } : {};

interface Address {
  readonly host: string;
}

/**
 * ioredis knows one set of TLS options for all Sentinels and masters; here each is called by its own name. It can go when
 * https://github.com/redis/ioredis/pull/1837 is released.
 */
export class TlsSentinelConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as SentinelConnectionOptions);
    // Neither can be overridden, for ioredis declares both as private.
    const inner = this as unknown as {
      connectToSentinel(at: Address, more?: object): unknown;
      resolve(at: Address): Promise<Address | null>;
    };
    const connectToSentinel = inner.connectToSentinel.bind(this);
    inner.connectToSentinel = (at, more) => connectToSentinel(at, { ...more, tls: tlsTo(at.host) });
    const resolve = inner.resolve.bind(this);
    inner.resolve = async (at) => {
      const master = await resolve(at);
      return master && { ...master, ...tlsTo(master.host) };
    };
  }
}
