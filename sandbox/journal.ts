import type { JsonObject } from './json';

/** A call of a Web API method. */
export interface ApiRecord {
  readonly kind: 'api';
  /** When it arrived, by the sandbox's clock. */
  readonly at: Date;
  readonly method: string;
  /** Without the token. */
  readonly args: JsonObject;
  /** The HTTP status of the answer. */
  readonly status: number;
  readonly body: JsonObject | string;
  /** True when the method did what it was asked, whatever the answer said. */
  readonly carriedOut: boolean;
  /** False when the connection was dropped instead of an answer. */
  readonly answered: boolean;
}

/** A post to a `response_url`. */
export interface ResponseUrlRecord extends Omit<ApiRecord, 'kind' | 'method'> {
  readonly kind: 'response_url';
  readonly url: string;
}

/** Something that was sent to the app: one attempt, with what became of it. */
export interface EnvelopeRecord {
  readonly kind: 'envelope';
  readonly at: Date;
  readonly transport: 'socket' | 'http';
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly envelopeId: string;
  readonly payload: JsonObject;
  /** 0 the first time. */
  readonly attempt: number;
  /** Milliseconds, by the machine's clock, until the acknowledgement, in time or not; null when none came. */
  ackMs: number | null;
  /** What the acknowledgement carried; null when nothing. */
  ackBody: JsonObject | string | null;
  /** Why it failed, in Slack's words, such as `operation_timeout`; null when it did not, or is not over yet. */
  failure: string | null;
  /** The HTTP request as it was sent, for sending it once more; null in Socket Mode. */
  readonly request: {
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  } | null;
}

/** A WebSocket that came or went. */
export interface SocketRecord {
  readonly kind: 'socket';
  readonly at: Date;
  readonly event: 'opened' | 'closed' | 'refused';
  /** Counted from 1; 0 for one that was refused. */
  readonly connection: number;
}

export type JournalRecord = ApiRecord | ResponseUrlRecord | EnvelopeRecord | SocketRecord;

/** Everything that went over the wire, in order, so that a referee can tell once from twice from lost. */
export class Journal {
  readonly #records: JournalRecord[] = [];
  readonly #listeners = new Set<(record: JournalRecord) => void>();

  /** All of it, the oldest first. */
  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** The Web API calls, of one method or of all. */
  calls(method?: string): ApiRecord[] {
    return this.#records.filter(
      (one): one is ApiRecord => one.kind === 'api' && (method === undefined || one.method === method),
    );
  }

  /** The posts to `response_url`s. */
  responses(): ResponseUrlRecord[] {
    return this.#records.filter((one) => one.kind === 'response_url');
  }

  /** What was sent to the app, of one type or of all. */
  envelopes(type?: EnvelopeRecord['type']): EnvelopeRecord[] {
    return this.#records.filter(
      (one): one is EnvelopeRecord => one.kind === 'envelope' && (type === undefined || one.type === type),
    );
  }

  /** The WebSockets that came, went, or were refused. */
  sockets(): SocketRecord[] {
    return this.#records.filter((one) => one.kind === 'socket');
  }

  /** Calls the listener at every record, and again when an envelope's fate is known; returns a function that ends that. */
  onRecord(listener: (record: JournalRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes a record down; returns it. */
  add<T extends JournalRecord>(record: T): T {
    this.#records.push(record);
    this.changed(record);
    return record;
  }

  /** Tells the listeners that the fate of a record is known. */
  changed(record: JournalRecord): void {
    for (const listener of this.#listeners) listener(record);
  }
}
