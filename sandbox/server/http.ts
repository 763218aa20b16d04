import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { isJsonObject, type JsonObject, parsedJson } from '../json';

/** An answer that is ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject | string;
  readonly headers?: Record<string, string>;
}

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * The whole body of a request.
 * @throws when it is longer than 8 MiB, or breaks off
 */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES)
      throw new Error(`The body of ${request.url} is longer than ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The arguments in a body, JSON or form, and in the query; null when it says JSON and is none. */
export function argumentsIn(request: IncomingMessage, body: string): JsonObject | null {
  const query = parse(request.url?.split('?')[1] ?? '');
  if (request.headers['content-type']?.startsWith('application/json')) {
    const json = parsedJson(body);
    return isJsonObject(json) ? { ...query, ...json } : null;
  }
  return { ...query, ...parse(body) };
}

/** Sends an answer: an object as JSON, a string as plain text. */
export function send(response: ServerResponse, answer: Answer): void {
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    ...answer.headers,
  });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}
