import { createHmac } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Webhook } from '../../../src/notify/webhooks/webhook';
import { createWebhookSender } from '../../../src/notify/webhooks/webhookSender';
import { settableClock } from '../../helpers/clock';
import { NIGHT } from '../../helpers/incidents';
import { keptLog } from '../../helpers/log';
import { webhookPage } from '../../helpers/pages';
import { type ReceivedRequest, startWebhookReceiver } from '../../helpers/webhookReceiver';

const SECRET = 'hunter2-hunter2-hunter2';

describe('A webhook', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  /** A receiver on this machine, what it got, and how a page is sent to it. */
  async function receiver(answer: RequestListener = (_, response) => void response.end()) {
    const server = await startWebhookReceiver(answer);
    stops.push(() => server.stop());
    const { url, got } = server;
    const log = keptLog();
    const webhook: Webhook = { name: 'hook', type: 'json', url, secret: SECRET };
    const results: string[] = [];
    const send = createWebhookSender({
      webhooks: () => [webhook],
      zone: () => 'UTC',
      clock: settableClock(NIGHT),
      log: log.log,
      timeoutMs: 200,
      onResult: (type, result) => void results.push(`${type} ${result}`),
    });
    const page = (change = {}) => send(webhookPage(change), { now: NIGHT, alertUrl: null, attempts: 0 });
    return { got, log, page, results, server };
  }

  const answering =
    (status: number, headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      void response.writeHead(status, headers).end('no secrets here');

  test('gets a signed POST, whose signature its receiver can verify', async () => {
    const { got, page, results } = await receiver();
    expect(await page()).toEqual({ kind: 'sent' });
    const [{ body, headers } = { body: '', headers: {} as ReceivedRequest['headers'] }] = got;
    const [, seconds = '', mac] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(`${headers['x-arbwatch-signature']}`) ?? [];
    expect(Number(seconds)).toBe(NIGHT.getTime() / 1000);
    expect(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')).toBe(mac);
    expect(headers['content-type']).toBe('application/json');
    expect(results).toEqual(['json accepted']);
  });

  test.each([
    [400, {}, { kind: 'refused', code: 'HTTP 400' }],
    [401, {}, { kind: 'refused', code: 'HTTP 401' }],
    [404, {}, { kind: 'refused', code: 'HTTP 404' }],
    [410, {}, { kind: 'refused', code: 'HTTP 410' }],
    [301, { location: '/other' }, { kind: 'refused', code: 'HTTP 301' }],
    [307, { location: 'http://127.0.0.2:1/steal' }, { kind: 'refused', code: 'redirected to another host' }],
    [307, { location: 'http://[::bad' }, { kind: 'refused', code: 'redirected to another host' }],
    [308, { location: '/hook-hunter2' }, { kind: 'refused', code: 'too many redirects' }],
    [408, {}, { kind: 'retry', detail: 'HTTP 408' }],
    [429, { 'retry-after': '7' }, { kind: 'retry', detail: 'HTTP 429', retryAfterMs: 7_000 }],
    [429, { 'retry-after': '86400' }, { kind: 'retry', detail: 'HTTP 429', retryAfterMs: 60_000 }],
    [
      503,
      { 'retry-after': 'Sun, 22 Nov 2026 03:02:30 GMT' },
      { kind: 'retry', detail: 'HTTP 503', retryAfterMs: 30_000 },
    ],
    [503, { 'retry-after': 'soon' }, { kind: 'retry', detail: 'HTTP 503' }],
    [500, {}, { kind: 'retry', detail: 'HTTP 500' }],
  ])('that answers %i %j', async (status, headers, expected) => {
    const { page, log } = await receiver(answering(status, headers));
    expect(await page()).toEqual(expected);
    expect(log.text()).not.toContain('hunter2');
    expect(log.lines()).toContainEqual(expect.objectContaining({ level: 40, webhook: 'hook' }));
  });

  test('is followed to another address of its own host, with the same body', async () => {
    const { got, page } = await receiver((request, response) => {
      if (request.url === '/there') response.end();
      else response.writeHead(307, { location: '/there' }).end();
    });
    expect(await page()).toEqual({ kind: 'sent' });
    expect(got.map(({ path }) => path)).toEqual(['/hook-hunter2', '/there']);
    expect(got[1]?.body).toBe(got[0]?.body);
  });

  test('that does not answer in time is tried again', async () => {
    const { page, log } = await receiver(() => undefined);
    expect(await page()).toEqual({ kind: 'retry', detail: 'no answer in time' });
    expect(log.text()).not.toContain('hunter2');
  });

  test('that nobody listens at is tried again', async () => {
    const { page, server, log } = await receiver();
    await server.stop();
    expect(await page()).toEqual({ kind: 'retry', detail: 'ECONNREFUSED' });
    expect(log.text()).not.toContain('hunter2');
  });

  test('that is not configured any more is refused without a request', async () => {
    const { got, page } = await receiver();
    expect(await page({ via: { webhook: 'gone' } })).toEqual({ kind: 'refused', code: 'not_configured' });
    expect(got).toEqual([]);
  });
});
