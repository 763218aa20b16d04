import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogThrottle, type Logger } from '../lib/logger';
import { hasBearerToken } from './bearerToken';

/** What one client may take of the server. */
export interface HttpLimits {
  /** A request must be here whole by then, in ms: a slow one holds a socket. */
  readonly requestMs: number;
  /** A connection on which nothing moves for so long is cut, in ms: an answer that nobody reads holds one, too. */
  readonly idleTimeoutMs: number;
  /** More connections at a time than these are closed as they come. */
  readonly connections: number;
}

export const HTTP_LIMITS: HttpLimits = { requestMs: 10_000, idleTimeoutMs: 30_000, connections: 500 };

/** How often Node looks for slow requests; by default every 30 s. */
const CHECK_INTERVAL_MS = 1_000;

/** Whether each of the bot's neighbours answers, with a word on why not. */
export type Readiness = Readonly<Record<string, { readonly ready: boolean; readonly detail: string }>>;

/** The settings that say where it listens. */
export interface ListenSettings {
  readonly host: string;
  readonly port: string;
}

const MAIN: ListenSettings = { host: 'HOST', port: 'PORT' };

/** The port cannot be opened; the message says which setting to change. */
export class PortError extends Error {
  constructor(host: string, port: number, cause: NodeJS.ErrnoException, { host: HOST, port: PORT } = MAIN) {
    const remedies: Readonly<Record<string, string>> = {
      EADDRINUSE: `${PORT} ${port} of ${host} is taken: set ${PORT} to another one`,
      EACCES: `${PORT} ${port} may not be opened by this user: set ${PORT} to one above 1023`,
      EADDRNOTAVAIL: `${HOST} ${host} is not an address of this machine: set ${HOST} to one, or to 0.0.0.0 for all`,
      ENOTFOUND: `${HOST} ${host} is not known: set ${HOST} to an address of this machine, or to 0.0.0.0 for all`,
    };
    super(
      remedies[cause.code ?? ''] ?? `${PORT} ${port} of ${HOST} ${host} cannot be opened: ${cause.message}`,
      { cause },
    );
    this.name = 'PortError';
  }
}

export interface MetricsSource {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface HttpServerOptions {
  /** The address to listen on. */
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** HOST and PORT unless given. */
  readonly settings?: ListenSettings;
  /** Whether it can take traffic, for `/readyz`; without it, the path is not found. */
  readonly readiness?: () => Promise<Readiness>;
  /** Whether alerts are made and reach Slack, for `/healthz/alerting`; without it, the path is not found. */
  readonly alerting?: () => Readiness;
  /** What Prometheus reads; without it, the path is not found. */
  readonly metrics?: MetricsSource;
  /** The bearer token that a request for `/metrics` must have; null or absent for none. */
  readonly metricsToken?: string | null;
  /** Takes `POST /slack/events`; null when Slack comes by Socket Mode. */
  readonly slackEvents: RequestListener | null;
  readonly log: Logger;
  /** HTTP_LIMITS unless given. */
  readonly limits?: HttpLimits;
}

/** The bot's HTTP side: `/healthz`, `/healthz/alerting`, `/readyz`, `/metrics` and, without Socket Mode, Slack's requests. */
export class HttpServer {
  private readonly server: Server;
  private readonly throttled = createLogThrottle();

  constructor(private readonly options: HttpServerOptions) {
    const { requestMs, idleTimeoutMs, connections } = options.limits ?? HTTP_LIMITS;
    this.server = createServer(
      {
        requestTimeout: requestMs,
        headersTimeout: requestMs,
        connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, requestMs / 4),
      },
      (request, response) => this.handle(request, response),
    );
    this.server.setTimeout(idleTimeoutMs);
    this.server.maxConnections = connections;
    this.server.on('drop', () =>
      this.throttled('drop', () =>
        options.log.warn({ connections }, 'too many connections; closing new ones'),
      ),
    );
  }

  /** Listens; resolves to the port. Throws PortError. */
  start(): Promise<number> {
    const { host, port, settings } = this.options;
    return new Promise((resolve, reject) => {
      this.server.once('error', (error) => reject(new PortError(host, port, error, settings)));
      this.server.listen(port, host, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  /** Takes no new request; resolves when those in flight are answered, or cut off after `limitMs`. */
  stop(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cut = setTimeout(() => this.server.closeAllConnections(), limitMs);
      this.server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      this.server.closeIdleConnections();
    });
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split('?')[0];
    const { slackEvents, log } = this.options;
    if (path === '/slack/events' && slackEvents !== null && request.method === 'POST') {
      slackEvents(request, response);
      return;
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    this.read(isRead ? path : undefined, request.headers.authorization).then(
      (reply) => send(response, reply),
      (error) => {
        log.error({ err: error, path }, 'request failed');
        send(response, json(path === '/readyz' ? 503 : 500, { error: 'internal error' }));
      },
    );
  }

  private async read(path: string | undefined, authorization: string | undefined): Promise<Reply> {
    const { metrics, readiness, alerting } = this.options;
    if (path === '/healthz') return json(200, { alive: true });
    if (path === '/readyz' && readiness !== undefined) return readinessReply(await readiness());
    if (path === '/healthz/alerting' && alerting !== undefined) return readinessReply(alerting());
    if (path === '/metrics' && metrics !== undefined) return this.readMetrics(metrics, authorization);
    return json(404, { error: 'not found' });
  }

  private async readMetrics(metrics: MetricsSource, authorization: string | undefined): Promise<Reply> {
    const { metricsToken: token = null, log } = this.options;
    if (token === null || hasBearerToken(authorization, token))
      return { status: 200, type: metrics.contentType, text: await metrics.text() };
    this.throttled('token', () =>
      log.warn(
        { hasToken: authorization !== undefined },
        'request for /metrics without the right token rejected',
      ),
    );
    return { ...json(401, { error: 'unauthorized' }), headers: { 'www-authenticate': 'Bearer' } };
  }
}

/** Whether every part is. */
export const isReady = (all: Readiness): boolean => Object.values(all).every(({ ready }) => ready);

const readinessReply = (all: Readiness): Reply => json(isReady(all) ? 200 : 503, all);

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const json = (status: number, body: object): Reply => ({
  status,
  type: 'application/json',
  text: `${JSON.stringify(body)}\n`,
});

function send(response: ServerResponse, { status, type, text, headers }: Reply): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  response.end(text);
}
