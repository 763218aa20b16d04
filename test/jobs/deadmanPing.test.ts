import type { RequestListener } from 'node:http';
import { DeadmanPing } from '../../src/jobs/deadmanPing';
import { eventually } from '../helpers/eventually';
import { type KeptLog, keptLog } from '../helpers/log';
import { type PingServer, startPingServer } from '../helpers/pingServer';

describe("The dead man's ping", () => {
  const stops: (() => Promise<void>)[] = [];
  let log: KeptLog;
  beforeEach(() => {
    log = keptLog();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  const serve = async (answer?: RequestListener): Promise<PingServer> => {
    const server = await startPingServer(answer);
    stops.push(() => server.stop());
    return server;
  };
  const pinger = (url: string, timeoutMs = 5_000) => {
    const ping = new DeadmanPing({ url: () => url, log: log.log, timeoutMs });
    stops.unshift(() => ping.stop());
    return ping;
  };
  const warned = () => log.lines().filter(({ level }) => level === 40);
  const redirect =
    (to: (path: string) => string | null): RequestListener =>
    (request, response) => {
      const location = to(request.url ?? '');
      if (location !== null) response.writeHead(302, { location });
      response.end();
    };

  test('is a GET of the address', async () => {
    const server = await serve();
    pinger(server.url).ping();
    await eventually(() => server.pings.length === 1, 'it was pinged');
    expect(server.pings).toEqual(['GET /secret-path']);
  });

  test('is not sent while another is under way', async () => {
    const server = await serve(() => undefined);
    const ping = pinger(server.url);
    ping.ping();
    ping.ping();
    await eventually(() => server.pings.length > 0, 'it was pinged');
    ping.ping();
    await ping.stop();
    expect(server.pings).toHaveLength(1);
  });

  test('that fails is a line once, and another when it goes through again, neither with the address', async () => {
    let status = 500;
    const server = await serve((_, response) => {
      response.statusCode = status;
      response.end();
    });
    const ping = pinger(server.url);
    for (const times of [1, 2]) {
      await eventually(() => {
        ping.ping();
        return server.pings.length >= times;
      }, 'it was pinged');
    }
    await eventually(() => warned().length > 0, 'it was told');
    status = 200;
    await eventually(() => {
      ping.ping();
      return log.text().includes('recovered');
    }, 'it was told that it works');
    expect(warned()).toEqual([expect.objectContaining({ reason: 'HTTP 500' })]);
    expect(log.text()).not.toContain('secret-path');
  });

  test('ends by itself when nobody answers', async () => {
    const server = await serve(() => undefined);
    pinger(server.url, 20).ping();
    await eventually(() => warned().length === 1, 'it was told');
    expect(warned()[0]).toMatchObject({ reason: 'no answer in time' });
  });

  test('that nobody takes is told by the reason', async () => {
    const server = await serve();
    await server.stop();
    pinger(server.url).ping();
    await eventually(() => warned().length === 1, 'it was told');
    expect(warned()[0]).toMatchObject({ reason: 'ECONNREFUSED' });
  });

  test('follows a redirect on the same host', async () => {
    const server = await serve(redirect((path) => (path === '/secret-path' ? '/there' : null)));
    pinger(server.url).ping();
    await eventually(() => server.pings.length === 2, 'it was redirected');
    expect(server.pings).toEqual(['GET /secret-path', 'GET /there']);
  });

  test('follows none to another host', async () => {
    const other = await serve();
    const server = await serve(redirect(() => other.url));
    pinger(server.url).ping();
    await eventually(() => warned().length === 1, 'it was told');
    expect(other.pings).toEqual([]);
    expect(warned()[0]).toMatchObject({ reason: 'a redirect to another host is not followed' });
  });

  test('does not go round for ever', async () => {
    const server = await serve(redirect(() => '/secret-path'));
    pinger(server.url).ping();
    await eventually(() => warned().length === 1, 'it was told');
    expect(warned()[0]).toMatchObject({ reason: 'too many redirects' });
  });
});
