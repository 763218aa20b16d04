import { KnownSecrets } from '../../src/lib/redact';
import { createDispatcherHarness, OPS } from '../helpers/dispatcherHarness';
import { incident, incidentDelivery } from '../helpers/notifications';
import { sourceFiles } from '../repo/sourceFiles';

/** What opens a connection, or takes one, by what it is for. */
const CONNECTING: Readonly<Record<string, string>> = {
  'src/doctor/host/portCheck.ts': 'its own port',
  'src/doctor/host/reach.ts': 'what doctor is asked to reach',
  'src/healthcheck.ts': 'its own port',
  'src/http/server.ts': 'what comes in',
  'src/jobs/deadmanPing.ts': 'DEADMAN_PING_URL',
  'src/notify/webhooks/postWebhook.ts': 'webhooks',
  'src/slack/outbound/fetch.ts': 'Slack, and PUBLIC_URL by doctor',
  'src/slack/outbound/responseUrl.ts': 'answers to Slack',
};
const CONNECTS =
  /\bfetch\(|import \{[^}]*\b(connect|createServer|request|createConnection)\b[^}]*\} from 'node:(net|tls|http|https|http2|dgram)'|from '(undici|axios|got)'/;

test('Nothing opens a connection but the modules for Slack, Redis, pings, webhooks and doctor', () => {
  const found = sourceFiles(['src', 'commands', 'formatters']).filter(({ text }) => CONNECTS.test(text));
  expect(found.map(({ path }) => path).sort()).toEqual(Object.keys(CONNECTING).sort());
});

test('What others wrote in the channel, in which the bot looks for its own message, is kept and logged nowhere', async () => {
  const desk = await createDispatcherHarness();
  try {
    const WORDS = 'what-nobody-else-may-read';
    await desk.slack.say(WORDS, { user: 'viewer', channel: 'ops' });
    await desk.put(incidentDelivery(incident(), { channel: OPS, verifyBeforeSend: true }));
    await desk.work(desk.dispatcher('a'));
    expect(desk.texts(OPS)).toEqual([WORDS, 'no_sign_of_life open r1']);
    expect(desk.slack.journal.calls('conversations.history').length).toBeGreaterThan(0);
    expect(`${JSON.stringify(await desk.alertStore.load())}${desk.log.text()}`).not.toContain(WORDS);
    expect(JSON.stringify([...(await desk.alertStore.messageRefs())])).not.toContain(WORDS);
  } finally {
    await desk.stop();
  }
});

test('A secret of 4 characters is redacted, and of 3, which may be an ordinary word, is not', () => {
  expect(new KnownSecrets(['pass', 'the']).redact('"the pass"')).toBe('"the [secret]"');
});
