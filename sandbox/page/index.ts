import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/lib/clock';
import type { Controls } from '../controls';
import { parsedJson } from '../json';
import type { Sandbox } from '../sandbox';
import { bodyOf } from '../server/http';
import { HEADERS, rejectionReason } from './accessCheck';
import { parseAction, runAction } from './actions';
import { fileFor } from './files';
import { renderPage } from './layout';
import { Live } from './live';
import { visitIn } from './people';
import { type Desk, regionsFor } from './pieces';
import { Unread } from './unread';

/** What a page is made for. */
export interface PageOptions {
  readonly sandbox: Sandbox;
  /** The demo world's controls; null where there is no demo world. */
  readonly controls: Controls | null;
  /** A line at the top, such as "Demo data: nothing here is a real figure."; null for the page's own. */
  readonly notice: string | null;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: '127.0.0.1';
  /** By which "today" is told. Default: the machine's. */
  readonly clock?: Clock;
}

export interface Page {
  /** Such as `http://127.0.0.1:3030`. */
  readonly url: string;
  /** Closes every connection. */
  stop(): Promise<void>;
}

/**
 * Serves the sandbox's workspace as a web page, on loopback only.
 * @throws {Error} When the port is taken.
 */
export async function startPage(options: PageOptions): Promise<Page> {
  const { sandbox, controls, notice, clock = systemClock } = options;
  const desk: Desk = { world: sandbox.world, controls, unread: new Unread(sandbox.world) };
  const live = new Live((visit) => regionsFor(desk, visit, clock.now()));
  const ends = [
    sandbox.world.onChange(() => live.changed()),
    controls?.onChange(() => live.changed()) ?? (() => undefined),
  ];
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) answer(response, 500, 'text/plain', `The page failed: ${error}`);
      else response.destroy();
    });
  });
  const evicted = (): void => {
    for (const end of ends) end();
    live.stop();
  };
  const port = await listening(server, options.port, options.host).catch((error: unknown) => {
    evicted();
    throw error;
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = rejectionReason(request, port);
    if (refusal !== null) return answer(response, 403, 'text/plain', refusal);
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (request.method === 'POST' && pathname === '/act') return act(request, response);
    if (request.method !== 'GET') return answer(response, 404, 'text/plain', 'There is nothing here.');
    const file = pathname.startsWith('/files/') ? fileFor(pathname.slice('/files/'.length)) : null;
    if (file !== null) return answer(response, 200, file.type, file.body);
    const visit = visitIn(sandbox.world, searchParams);
    if (pathname === '/live' && visit !== null) return live.add(visit, response, HEADERS);
    if (pathname !== '/') return answer(response, 404, 'text/plain', 'There is nothing here.');
    if (visit === null) {
      response.writeHead(302, { ...HEADERS, location: '/' }).end();
      return;
    }
    const { commands } = sandbox.settings;
    const page = renderPage(desk, visit, regionsFor(desk, visit, clock.now()), { notice, commands });
    answer(response, 200, 'text/html', page.markup);
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = parseAction.safeParse(parsedJson(await bodyOf(request)));
    if (!asked.success) return answer(response, 400, 'text/plain', 'The page does not know what that is.');
    const outcome = await runAction({ sandbox, controls }, asked.data).catch((error: unknown) => ({
      problem: error instanceof Error ? error.message : String(error),
      errors: null,
    }));
    answer(response, 200, 'application/json', JSON.stringify(outcome));
  }

  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      evicted();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  const charset = type.includes('charset') ? type : `${type}; charset=utf-8`;
  response.writeHead(status, { ...HEADERS, 'content-type': charset }).end(body);
}

async function listening(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
