import { request } from 'node:http';
import type { CommandResponse } from '../../../commands/command';
import type { Sandbox } from '../../../sandbox';
import { eventually } from '../../helpers/eventually';
import {
  type Deferred,
  deferred,
  OPERATOR,
  type SlackUnderTest,
  saying,
  startSlackUnderTest,
} from '../../helpers/slackUnderTest';

describe.each(['socket', 'http'] as const)('An answer over %s', (transport) => {
  let bot: SlackUnderTest;
  let answer: Deferred<CommandResponse>;

  const start = async (ackResponseDeadlineMs?: number): Promise<void> => {
    answer = deferred();
    bot = await startSlackUnderTest({
      transport,
      answer: () => answer.promise,
      ...(ackResponseDeadlineMs === undefined ? {} : { ackResponseDeadlineMs }),
    });
  };
  afterEach(() => bot.stop());

  test('that is ready in time goes into the ack, and nothing else is sent', async () => {
    await start();
    answer.resolve(saying('ready'));
    const { ack } = await bot.command();
    expect(ack?.body).toMatchObject({ response_type: 'ephemeral', text: 'ready', unfurl_links: false });
    expect(bot.sandbox.journal.responses()).toEqual([]);
    expect(bot.shown()).toEqual(['ready']);
  });

  test('that is not ready in time follows an empty ack, by the response_url', async () => {
    await start(10);
    expect(await bot.command()).toMatchObject({ ack: { body: null }, failure: null });
    expect(bot.shown()).toEqual([]);
    answer.resolve(saying('later'));
    await bot.sandbox.until(() => bot.sandbox.journal.responses().length === 1);
    expect(bot.shown()).toEqual(['later']);
  });

  test('is waited for no longer than the three seconds that Slack gives', async () => {
    await start();
    const { ack, failure } = await bot.command();
    expect([ack?.body, failure]).toEqual([null, null]);
    answer.resolve(saying('at last'));
    await bot.sandbox.until(() => bot.shown().includes('at last'));
  });

  test.each(['in the ack', 'by the response_url'])(
    'that is public is for the whole channel, %s',
    async (how) => {
      await start(how === 'in the ack' ? undefined : 1);
      if (how === 'in the ack') answer.resolve(saying('for all', true));
      await bot.command();
      answer.resolve(saying('for all', true));
      await bot.sandbox.until(() =>
        bot.sandbox.seenBy('viewer', 'ops').some(({ shown }) => shown === 'for all'),
      );
    },
  );

  test('that is for the person alone is seen by nobody else', async () => {
    await start();
    answer.resolve(saying('for you'));
    await bot.command();
    expect(bot.sandbox.seenBy('viewer', 'ops')).toEqual([]);
  });
});

describe('An ack that is lost', () => {
  let bot: SlackUnderTest;
  let answer: Deferred<CommandResponse>;
  let came: Deferred<void>;

  const start = async (transport: 'socket' | 'http'): Promise<void> => {
    answer = deferred();
    came = deferred();
    const answering = (): Promise<CommandResponse> => {
      came.resolve();
      return answer.promise;
    };
    bot = await startSlackUnderTest({ transport, answer: answering, ackResponseDeadlineMs: 60_000 });
  };
  afterEach(() => bot.stop());

  test('over HTTP, as the connection broke before it, is made up for by the response_url', async () => {
    await start('http');
    const { url, headers, body } = bot.sandbox.signedCommand('/arb-status', '', OPERATOR);
    const sent = request(url, { method: 'POST', headers, agent: false }).on('error', () => undefined);
    sent.end(body);
    await came.promise;
    sent.destroy();
    // What the bot answers after this it answers after it has learnt of the closed connection.
    await fetch(`${bot.url}/healthz`);
    answer.resolve(saying('not lost'));
    await bot.sandbox.until(() => bot.shown().includes('not lost'));
  });

  test.each(['drop', 'refresh'])(
    'in Socket Mode, as the connection was replaced before it (%s), is made up for by the response_url',
    async (how) => {
      await start('socket');
      void bot.command();
      await came.promise;
      if (how === 'drop') bot.sandbox.dropConnections();
      else bot.sandbox.disconnect('refresh_requested');
      const opened = () => bot.sandbox.journal.sockets().filter(({ event }) => event === 'opened').length;
      await bot.sandbox.until(() => opened() === 2 && bot.sandbox.connections === 1);
      await eventually(async () => (await bot.slack.readiness()).ready, 'the bot is connected again');
      answer.resolve(saying('not lost'));
      await bot.sandbox.until(() => bot.shown().includes('not lost'));
    },
  );
});

describe('A command that arrives in the same read as the greeting of its connection', () => {
  let bot: SlackUnderTest;
  afterEach(() => bot.stop());

  const answer = async (): Promise<CommandResponse> => saying('once');
  const isAnsweredOnce = async ({ ack, failure }: Awaited<ReturnType<SlackUnderTest['command']>>) => {
    expect([failure, ack?.body]).toEqual([null, expect.objectContaining({ text: 'once' })]);
    await bot.stopBot();
    expect(bot.sandbox.journal.responses()).toEqual([]);
    expect(bot.shown()).toEqual(['once']);
  };

  test('is answered once, by the ack, on the first connection', async () => {
    const sent = deferred<ReturnType<SlackUnderTest['command']>>();
    const before = (sandbox: Sandbox): void => {
      sandbox.greetWithEnvelope(true);
      const open = sandbox.until(() => sandbox.connections === 1);
      void open.then(() => sent.resolve(sandbox.command('/arb-status', '', OPERATOR)));
    };
    bot = await startSlackUnderTest({ transport: 'socket', answer, before });
    await isAnsweredOnce(await sent.promise);
  });

  test.each(['drop', 'refresh'])('is answered once, by the ack, on a later connection (%s)', async (how) => {
    bot = await startSlackUnderTest({ transport: 'socket', answer });
    bot.sandbox.greetWithEnvelope(true);
    if (how === 'drop') bot.sandbox.dropConnections();
    else bot.sandbox.disconnect('refresh_requested');
    const opened = () => bot.sandbox.journal.sockets().filter(({ event }) => event === 'opened').length;
    await bot.sandbox.until(() => opened() === 2 && bot.sandbox.connections === 1);
    await isAnsweredOnce(await bot.command());
  });
});
