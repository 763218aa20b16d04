import { request } from 'node:http';

/** What a server answered. */
export interface HttpReply {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/**
 * Posts a body, on a connection of its own.
 * @throws when nobody listens, or the connection breaks, or the signal aborts it
 */
export function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal?: AbortSignal,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      ...(signal === undefined ? {} : { signal }),
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          contentType: response.headers['content-type'] ?? '',
        }),
      );
    });
    sent.end(body);
  });
}
