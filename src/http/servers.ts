import { HttpServer, type HttpServerOptions } from './server';

/** Where `/metrics` is, and who may read it. */
export interface MetricsAccess {
  /** Its own address and port; null for those of the other paths. */
  readonly listen: { readonly host: string; readonly port: number } | null;
  /** Null for whoever can reach it. */
  readonly token: string | null;
}

/** The bot's HTTP side, on one port or, where `/metrics` has its own, on two. */
export class HttpServers {
  private readonly main: HttpServer;
  private readonly metrics: HttpServer | null;

  constructor(
    private readonly options: Omit<HttpServerOptions, 'metricsToken' | 'settings'>,
    { listen, token }: MetricsAccess,
  ) {
    const { metrics, ...others } = options;
    const { log, limits } = options;
    const measured = { ...(metrics && { metrics }), metricsToken: token };
    this.main = new HttpServer(listen === null ? { ...others, ...measured } : others);
    this.metrics =
      listen &&
      new HttpServer({
        ...{ ...listen, ...measured, log, slackEvents: null, ...(limits && { limits }) },
        settings: { host: 'METRICS_HOST', port: 'METRICS_PORT' },
      });
  }

  /** Listens; resolves to the main port. Throws PortError. */
  async start(): Promise<number> {
    const metricsPort = await this.metrics?.start();
    const port = await this.main.start();
    this.options.log.info({ port, ...(metricsPort !== undefined && { metricsPort }) }, 'listening');
    return port;
  }

  /** Takes no new request; resolves when those in flight are answered, or cut off after `limitMs`. */
  async stop(limitMs: number): Promise<void> {
    await Promise.all([this.main.stop(limitMs), this.metrics?.stop(limitMs)]);
  }
}
