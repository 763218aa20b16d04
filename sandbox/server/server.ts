import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Core } from '../core';
import type { SocketMode } from '../delivery/socketMode';
import type { RequestResult } from './handleRequest';
import { bodyOf, send } from './http';
import { serveMethod, serveResponseUrl } from './routes';

const HOST = '127.0.0.1';

/** The sandbox's door, on loopback only. */
export class SandboxServer {
  readonly #core: Core;
  readonly #server: Server;

  constructor(core: Core, socketMode: SocketMode) {
    this.#core = core;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      if (this.#isForUs(request)) socketMode.upgrade(request, socket, head);
      else socket.destroy();
    });
  }

  /**
   * Listens; port 0 takes any that is free. Resolves to the URL.
   * @throws when the port is taken
   */
  async start(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, resolve);
    });
    return `http://${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('date', this.#core.timers.now().toUTCString());
    try {
      if (!this.#isForUs(request))
        return send(response, { status: 403, body: 'The sandbox answers to 127.0.0.1 only.' });
      const body = await bodyOf(request);
      const result = await this.#handleRequest(request, body);
      if (result === null) send(response, { status: 404, body: 'The sandbox has nothing here.' });
      else if (result.answered) send(response, result.answer);
      else request.socket.destroy();
    } catch (error) {
      if (!response.headersSent) send(response, { status: 500, body: `The sandbox failed: ${error}` });
    }
  }

  /** A page of another origin could reach loopback under a name of its own (DNS rebinding). */
  #isForUs(request: IncomingMessage): boolean {
    const { port } = new URL(this.#core.url);
    return [`${HOST}:${port}`, `localhost:${port}`].includes(request.headers.host ?? '');
  }

  async #handleRequest(request: IncomingMessage, body: string): Promise<RequestResult | null> {
    const [path = ''] = (request.url ?? '').split('?');
    const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    if (method !== undefined) return serveMethod(this.#core, method, request, body);
    if (/^\/(commands|actions)\//.test(path)) return serveResponseUrl(this.#core, path, request, body);
    return null;
  }
}
