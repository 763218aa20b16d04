import { createHmac } from 'node:crypto';

/**
 * The header by which a receiver knows that a request comes from this bot, and is not an old one again:
 * `t=<epoch s>,v1=<hex>`, where the hex is the HMAC-SHA256 of `<epoch s>.<body>` with the secret.
 */
export function signatureOf(body: string, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}
