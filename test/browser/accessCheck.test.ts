import { request } from 'node:http';
import { startSandbox } from '../../sandbox';
import { type Page, startPage } from '../../sandbox/page';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

let page: Page;
let stop: () => Promise<void>;
beforeAll(async () => {
  const sandbox = await startSandbox();
  page = await startPage({ sandbox, controls: null, notice: null, port: 0, host: '127.0.0.1' });
  stop = async () => {
    await page.stop();
    await sandbox.stop();
  };
});
afterAll(() => stop());

const ACT = JSON.stringify({
  as: 'operator',
  act: { do: 'say', channel: 'C0OPS', thread: null, text: 'from elsewhere' },
});
const OWN = { 'x-sandbox-page': '1', 'content-type': 'application/json' };

function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(`${page.url}${path}`, { method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end(method === 'POST' ? ACT : undefined);
  });
}

test('The page answers under its own host name', async () => {
  expect((await ask('GET', '/?in=ops')).status).toBe(200);
});

test.each(['/', '/live', '/files/main.js'])('%s is rejected for another host name', async (path) => {
  expect((await ask('GET', path, { host: 'evil.example' })).status).toBe(403);
});

test('An action of the page itself is accepted', async () => {
  expect((await ask('POST', '/act', { ...OWN, origin: page.url })).status).toBe(200);
});

test.each([
  ['another origin', { ...OWN, origin: 'http://evil.example' }],
  ['no origin that can be known', { ...OWN, origin: 'null' }],
  ['another site', { ...OWN, 'sec-fetch-site': 'cross-site' }],
  ['a form, which cannot send our header', { 'content-type': 'text/plain' }],
])('An action from %s is rejected', async (_, headers) => {
  expect((await ask('POST', '/act', headers)).status).toBe(403);
});

test('Only scripts of our own run', async () => {
  const { headers } = await ask('GET', '/?in=ops');
  expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
});

test('Only files of the page are served', async () => {
  expect((await ask('GET', '/files/..%2findex.ts')).status).toBe(404);
});

test('An occupied port is reported', async () => {
  const sandbox = await startSandbox();
  const { port } = new URL(page.url);
  const options = { sandbox, controls: null, notice: null, host: '127.0.0.1' } as const;
  await expect(startPage({ ...options, port: Number(port) })).rejects.toThrow('EADDRINUSE');
  await sandbox.stop();
});
