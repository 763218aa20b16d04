import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postToResponseUrl } from '../../src/slack/outbound/responseUrl';
import { signedAnew } from '../helpers/signedRequests';
import { OPERATOR, type SlackUnderTest, saying, startSlackUnderTest } from '../helpers/slackUnderTest';

describe("A response_url that is not Slack's", () => {
  let bot: SlackUnderTest;
  let elsewhere: Server;
  const got: string[] = [];

  beforeEach(async () => {
    elsewhere = createServer((request, response) => {
      got.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const answer = () =>
      new Promise<ReturnType<typeof saying>>((resolve) => setTimeout(resolve, 20, saying('answer')));
    bot = await startSlackUnderTest({ transport: 'http', answer, ackResponseDeadlineMs: 1 });
  });
  afterEach(async () => {
    await bot.stop();
    elsewhere.close();
  });

  test('gets no answer even if the request is signed, and is logged', async () => {
    const request = bot.sandbox.signedCommand('/arb-status', '', OPERATOR);
    const body = new URLSearchParams(request.body);
    body.set('response_url', `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/steal`);
    await bot.sandbox.sendRaw(signedAnew(request, body.toString(), bot.sandbox.tokens.signingSecret));
    await bot.sandbox.until(() => bot.log.text().includes('the response_url is not an address of Slack'));
    expect(got).toEqual([]);
  });
});

describe('A response_url of Slack that redirects', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test.each([301, 302, 303, 307, 308])('with %s is not followed and not retried', async (status) => {
    const got: string[] = [];
    const elsewhere = await serve((request, response) => {
      got.push(`elsewhere ${request.method}`);
      response.end();
    });
    const slack = await serve((request, response) => {
      got.push(`slack ${request.method}`);
      response.writeHead(status, { location: `${elsewhere}/steal` }).end();
    });
    const sent = postToResponseUrl(`${slack}/commands/1`, { text: 'hidden' }, `${slack}/api/`);
    await expect(sent).rejects.toThrow(`Slack refused the answer: ${status}`);
    expect(got).toEqual(['slack POST']);
  });
});
