import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../lib/logger';
import { createLogThrottle } from '../lib/logThrottle';

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

/** Node looks for slow requests only so often, by itself every 30 s. */
const LOOK_EVERY_MS = 1_000;

/** Whether each of the bot's neighbours answers, with a word on why not. */
export type Readiness = Readonly<Record<string, { readonly ready: boolean; readonly detail: string }>>;

/** The port cannot be opened; the message tells which variable to change. */
export class PortError extends Error {
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const remedies: Readonly<Record<string, string>> = {
      EADDRINUSE: `PORT ${port} of ${host} is taken: set PORT to another one`,
      EACCES: `PORT ${port} may not be opened by this user: set PORT to one above 1023`,
      EADDRNOTAVAIL: `HOST ${host} is not an address of this machine: set HOST to one, or to 0.0.0.0 for all`,
      ENOTFOUND: `HOST ${host} is not known: set HOST to an address of this machine, or to 0.0.0.0 for all`,
    };
    super(remedies[cause.code ?? ''] ?? `PORT ${port} of HOST ${host} cannot be opened: ${cause.message}`, {
      cause,
    });
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
  readonly readiness: () => Promise<Readiness>;
  /** What Prometheus reads; without it, the path is not found. */
  readonly metrics?: MetricsSource;
  /** Takes `POST /slack/events`; null when Slack comes by Socket Mode. */
  readonly slackEvents: RequestListener | null;
  readonly log: Logger;
  /** HTTP_LIMITS unless given. */
  readonly limits?: HttpLimits;
}

/** The bot's HTTP side: `/healthz`, `/readyz`, `/metrics` and, without Socket Mode, Slack's requests. */
export class HttpServer {
  private readonly server: Server;
  private readonly onceAMinute = createLogThrottle();

  constructor(private readonly parts: HttpServerOptions) {
    const { requestMs, idleTimeoutMs, connections } = parts.limits ?? HTTP_LIMITS;
    this.server = createServer(
      {
        requestTimeout: requestMs,
        headersTimeout: requestMs,
        connectionsCheckingInterval: Math.min(LOOK_EVERY_MS, requestMs / 4),
      },
      (...both) => this.listener(...both),
    );
    this.server.setTimeout(idleTimeoutMs);
    this.server.maxConnections = connections;
    this.server.on('drop', () => this.logDroppedConnection());
  }

  /** Listens; resolves to the port. Throws PortError. */
  start(): Promise<number> {
    const { host, port } = this.parts;
    return new Promise((resolve, reject) => {
      this.server.once('error', (error) => reject(new PortError(host, port, error)));
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

  private logDroppedConnection(): void {
    const line = 'more connections came than are taken; some were closed';
    this.onceAMinute(line, () => this.parts.log.warn({ connections: this.server.maxConnections }, line));
  }

  private readonly listener: RequestListener = (request, response) => {
    const path = request.url?.split('?')[0];
    const { slackEvents, metrics } = this.parts;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (path === '/slack/events' && slackEvents !== null && request.method === 'POST')
      slackEvents(request, response);
    else if (!isRead) sendJson(response, 404, NOT_FOUND);
    else if (path === '/healthz') sendJson(response, 200, { alive: true });
    else if (path === '/readyz') this.sendReadiness(response);
    else if (path === '/metrics' && metrics !== undefined) this.sendMetrics(response, metrics);
    else sendJson(response, 404, NOT_FOUND);
  };

  private sendReadiness(response: ServerResponse): void {
    this.parts.readiness().then(
      (readiness) => sendJson(response, isReady(readiness) ? 200 : 503, readiness),
      (error) => this.sendFault(response, 503, error),
    );
  }

  private sendMetrics(response: ServerResponse, metrics: MetricsSource): void {
    metrics.text().then(
      (text) => {
        response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' });
        response.end(text);
      },
      (error) => this.sendFault(response, 500, error),
    );
  }

  private sendFault(response: ServerResponse, status: number, error: unknown): void {
    this.parts.log.error({ err: error }, 'request failed');
    sendJson(response, status, { error: 'internal error' });
  }
}

const NOT_FOUND = { error: 'not found' };

const isReady = (readiness: Readiness): boolean => Object.values(readiness).every(({ ready }) => ready);

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
