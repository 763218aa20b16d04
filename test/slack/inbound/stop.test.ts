import { Agent, request } from 'node:http';
import type { CommandResponse } from '../../../commands/command';
import {
  type Deferred,
  deferred,
  OPERATOR,
  type SlackUnderTest,
  saying,
  startSlackUnderTest,
} from '../../helpers/slackUnderTest';

describe.each(['socket', 'http'] as const)('A stop over %s', (transport) => {
  let bot: SlackUnderTest;
  let answer: Deferred<CommandResponse>;
  let came: Deferred<void>;

  const start = async (ackResponseDeadlineMs: number): Promise<void> => {
    answer = deferred();
    came = deferred();
    const answering = (): Promise<CommandResponse> => {
      came.resolve();
      return answer.promise;
    };
    bot = await startSlackUnderTest({ transport, answer: answering, ackResponseDeadlineMs });
  };
  afterEach(() => bot.sandbox.stop());

  test('finishes a command that is in flight, in its ack', async () => {
    await start(60_000);
    const command = bot.command();
    await came.promise;
    const stopping = bot.stopBot();
    answer.resolve(saying('finished'));
    expect(await command).toMatchObject({ ack: { body: { text: 'finished' } }, failure: null });
    await stopping;
  });

  test('finishes a command that was acked and is not answered yet, by its response_url', async () => {
    await start(1);
    await bot.command();
    const stopping = bot.stopBot();
    answer.resolve(saying('finished'));
    await stopping;
    expect(bot.shown()).toEqual(['finished']);
  });

  test('gives up a command that does not end, and says so in the log', async () => {
    await start(1);
    await bot.command();
    await bot.stopBot();
    expect(bot.log.lines().map(({ msg }) => msg)).toContain('shutdown timed out with requests in flight');
  });

  test('leaves no connection open', async () => {
    await start(60_000);
    await bot.stopBot();
    await bot.sandbox.until(() => bot.sandbox.connections === 0);
    await expect(fetch(`${bot.url}/healthz`)).rejects.toThrow();
  });
});

describe('A stop over HTTP', () => {
  test('does not wait for a connection that Slack keeps alive', async () => {
    const answer = deferred<CommandResponse>();
    const bot = await startSlackUnderTest({ transport: 'http', answer: () => answer.promise });
    const agent = new Agent({ keepAlive: true });
    const { url, headers, body } = bot.sandbox.signedCommand('/arb-status', '', OPERATOR);
    const closed = new Promise<boolean>((resolve) => {
      const sent = request(url, { method: 'POST', headers, agent }, (response) => response.resume());
      sent.on('socket', (socket) => socket.once('close', () => resolve(true)));
      sent.end(body);
    });
    answer.resolve(saying('answer'));
    await bot.sandbox.until(() => bot.log.text().includes('ack() response sent'));
    await bot.stopBot();
    expect(await closed).toBe(true);
    agent.destroy();
    await bot.sandbox.stop();
  });
});
