import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { PROTOCOL_LIMITS } from '../../formatters/blockKit/slackLimits';
import type { Core } from '../core';
import type { EnvelopeRecord } from '../journal';
import { Connection } from './connection';
import { type Delivery, failed, type Transport } from './envelope';

/** Why Slack asks an app to connect anew. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

/** The WebSocket side of Slack: tickets, several connections an app, each envelope to one of them. */
export class SocketMode implements Transport {
  readonly name = 'socket';
  /** While true, every new WebSocket is refused with 503. */
  refusing = false;
  /** While true, a new WebSocket is greeted only with its first envelope, in one TCP write. */
  greetsWithEnvelope = false;
  readonly #core: Core;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<Connection>();
  #opened = 0;
  #turn = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Turns a request into a connection, when it brings a ticket that was not used yet. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
    const full = this.#connections.size >= PROTOCOL_LIMITS.socketConnections;
    if (this.refusing || full || !this.#core.tickets.delete(ticket)) {
      this.#core.journal.add({
        kind: 'socket',
        at: this.#core.timers.now(),
        event: 'refused',
        connection: 0,
      });
      socket.end(
        `HTTP/1.1 ${this.refusing ? '503 Service Unavailable' : '408 Request Timeout'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#opened += 1;
      const connection = new Connection(this.#core, webSocket, this.#opened, socket);
      this.#connections.add(connection);
      webSocket.on('close', () => this.#forget(connection));
      this.#core.journal.add({
        kind: 'socket',
        at: this.#core.timers.now(),
        event: 'opened',
        connection: connection.number,
      });
      if (!this.greetsWithEnvelope) connection.hello(this.#connections.size);
    });
  }

  deliver(record: EnvelopeRecord): Promise<Delivery> {
    const usable = [...this.#connections].filter((one) => one.isUsable);
    const connection = usable[this.#turn % Math.max(1, usable.length)];
    this.#turn += 1;
    if (connection === undefined) return Promise.resolve(failed('dispatch_failed'));
    return connection.withHello(this.#connections.size, () => connection.deliver(record));
  }

  /** Asks the app to reconnect. Past a warning, no new envelope goes to these connections. */
  disconnect(reason: DisconnectReason): void {
    for (const connection of this.#connections) connection.disconnect(reason);
  }

  /** Cuts every connection, with no farewell. */
  drop(): void {
    for (const connection of this.#connections) connection.cut();
  }

  /** Closes every connection and takes no more. */
  async stop(): Promise<void> {
    this.refusing = true;
    await Promise.all([...this.#connections].map((one) => one.close()));
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    this.#core.journal.add({
      kind: 'socket',
      at: this.#core.timers.now(),
      event: 'closed',
      connection: connection.number,
    });
  }
}
