import type { IncomingMessage } from 'node:http';

/**
 * What every answer carries: no script but our own files, no framing, nothing kept. Pictures may come from anywhere
 * over https, as in Slack; the library places lists with `style` attributes.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: https:; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * Why a request is turned away; null when it may come in. A page of another origin could reach loopback under a name
 * of its own (DNS rebinding), or post to us from a form: the first has another Host, the second cannot send our header.
 */
export function rejectionReason(request: IncomingMessage, port: number): string | null {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) {
    return `This page answers to 127.0.0.1:${port} only, not to "${host}".`;
  }
  if (request.method === 'GET') return null;
  if (request.method !== 'POST') return `This page knows GET and POST, not ${request.method}.`;
  const isForeign =
    (origin !== undefined && origin !== `http://${host}`) ||
    (site !== undefined && site !== 'same-origin') ||
    request.headers['x-sandbox-page'] !== '1' ||
    request.headers['content-type'] !== 'application/json';
  return isForeign ? 'This page takes what was done on itself only, not what another page sends.' : null;
}
