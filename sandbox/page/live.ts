import type { ServerResponse } from 'node:http';
import type { Visit } from './people';
import type { Regions } from './pieces';

/** Changes that come together are drawn once; ms. */
const TOGETHER_MS = 30;
/** A comment now and then, so that a connection that died is noticed; ms. */
const HEARTBEAT_MS = 15_000;

interface Viewer {
  readonly visit: Visit;
  readonly response: ServerResponse;
  /** The version of each piece the viewer has, by region and key. */
  readonly has: Map<string, string>;
  /** The list of pieces last sent, by region. */
  readonly order: Map<string, string>;
}

/**
 * Keeps open pages up to date with server-sent events. Each event has the regions that changed: the list of their
 * pieces, with the markup of those the page does not have yet. The first event after a connection has everything, so a
 * page that was cut off misses nothing.
 */
export class Live {
  readonly #viewers = new Set<Viewer>();
  readonly #regionsFor: (visit: Visit) => Regions;
  readonly #heartbeat: NodeJS.Timeout;
  #flush: NodeJS.Timeout | null = null;

  constructor(regionsFor: (visit: Visit) => Regions) {
    this.#regionsFor = regionsFor;
    this.#heartbeat = setInterval(() => {
      for (const { response } of this.#viewers) response.write(':\n\n');
    }, HEARTBEAT_MS);
  }

  /** Something changed; all pages are drawn again in a moment. */
  changed(): void {
    this.#flush ??= setTimeout(() => {
      this.#flush = null;
      for (const viewer of this.#viewers) this.#send(viewer);
    }, TOGETHER_MS);
  }

  /** Keeps this response open and writes to it until the page goes away. */
  add(visit: Visit, response: ServerResponse, headers: Readonly<Record<string, string>>): void {
    const viewer: Viewer = { visit, response, has: new Map(), order: new Map() };
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 1000\n\n');
    response.on('close', () => this.#viewers.delete(viewer));
    this.#viewers.add(viewer);
    this.#send(viewer);
    // To look at a channel is to read it, which changes the counts of other open pages of this person.
    this.changed();
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    if (this.#flush !== null) clearTimeout(this.#flush);
    for (const { response } of this.#viewers) response.end();
    this.#viewers.clear();
  }

  #send({ visit, response, has, order }: Viewer): void {
    const changes: Record<string, unknown> = {};
    for (const [region, pieces] of Object.entries(this.#regionsFor(visit))) {
      const list = pieces.map(({ key, version }) => `${key} ${version}`).join('\n');
      if (order.get(region) === list) continue;
      order.set(region, list);
      changes[region] = pieces.map(({ key, version, markup }) => {
        const isKnown = has.get(`${region} ${key}`) === version;
        has.set(`${region} ${key}`, version);
        return isKnown ? { key } : { key, version, markup };
      });
    }
    if (Object.keys(changes).length > 0) response.write(`data: ${JSON.stringify(changes)}\n\n`);
  }
}
