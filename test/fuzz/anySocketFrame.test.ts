import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { COMMANDS } from '../../commands';
import { isJsonObject, type JsonObject } from '../../sandbox/json';
import { checkedContent } from '../../sandbox/messageContent';
import { type ArbwatchProcess, startArbwatch } from '../helpers/arbwatchProcess';
import { type RawSlack, startRawSlack } from '../helpers/rawSlack';
import { always } from './always';
import { command, frame } from './payloads';
import { marksIn, SECRETS } from './settings';
import { strangeIn } from './strange';
import { hostileText, typedText } from './text';

let slack: RawSlack;
let bot: ArbwatchProcess;

beforeAll(async () => {
  slack = await startRawSlack();
  bot = startArbwatch({
    env: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: SECRETS.SLACK_BOT_TOKEN,
      SLACK_APP_TOKEN: SECRETS.SLACK_APP_TOKEN,
      REDIS_URL: 'memory:',
      PORT: '0',
      LOG_LEVEL: 'debug',
    },
  });
  await slack.connected();
});
afterAll(async () => {
  bot.child.kill('SIGKILL');
  await slack.stop();
});

/** The bot's answer to a good command, which must come within Slack's 3 s, be one that Slack takes and hold nothing strange. */
async function answerTo(text: string, name?: string): Promise<JsonObject> {
  const envelopeId = randomUUID();
  const payload = command(text, name);
  slack.send(
    JSON.stringify({
      envelope_id: envelopeId,
      type: 'slash_commands',
      payload,
      accepts_response_payload: true,
    }),
  );
  const answer = await slack.acked(envelopeId);
  if (!isJsonObject(answer)) throw new Error(`an empty answer to ${name} ${text}`);
  const content = checkedContent(answer);
  expect(strangeIn(content)).toEqual([]);
  return answer;
}

test('Any arguments of any command are answered over Socket Mode within 3 s', async () => {
  const names = COMMANDS.map(({ name }) => name);
  const cases = fc.tuple(
    typedText(['live', 'docker', 'public', 'help', 'snooze', '2h']),
    fc.constantFrom(...names),
  );
  await always(
    fc.asyncProperty(cases, async ([text, name]) => {
      await answerTo(text, name);
    }),
    25,
  );
});

test('After any frames the next valid command is answered within 3 s', async () => {
  await always(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 6 }), async (frames) => {
      for (const one of frames) slack.send(one);
      expect(JSON.stringify(await answerTo('paper docker'))).toContain('paper docker reports nothing');
      expect(bot.child.exitCode).toBeNull();
    }),
    50,
  );
});

test('Asked to reconnect for any reason, the bot reconnects and answers', async () => {
  await always(
    fc.asyncProperty(fc.oneof(hostileText, fc.jsonValue()), async (reason) => {
      const before = await slack.connected();
      slack.send(JSON.stringify({ type: 'disconnect', reason, debug_info: reason }));
      await slack.connected(before);
      await answerTo('paper docker');
    }),
    // Each but the first waits for some seconds: a connection that is soon lost is not made anew at once.
    0.15,
  );
});

test('No secret was leaked over Socket Mode, and no error was unhandled', () => {
  const told = bot.stdout() + bot.stderr();
  expect(told.includes('connected to Slack')).toBe(true);
  expect(marksIn(told)).toEqual([]);
  const unhandled = told.split('\n').filter((line) => line.includes('unhandled promise rejection'));
  expect(unhandled.map((line) => line.slice(0, 2_000))).toEqual([]);
});
