import type { RequestListener } from 'node:http';
import { type Sandbox, startSandbox } from '../../sandbox';
import { DEMO_SETTINGS, DemoSystem } from '../../sandbox/demo';
import { type AlertPipeline, createAlertPipeline } from '../../src/alertPipeline';
import { loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { MANIFEST, slackEnv } from '../helpers/botUnderTest';
import { type SettableClock, settableClock } from '../helpers/clock';
import { type KeptLog, keptLog } from '../helpers/log';
import { startWebhookReceiver, type WebhookReceiver } from '../helpers/webhookReceiver';

const configOf = (url: string) => `
on_call: { people: [U0OPERATOR, U0ANNA], handover: { day: monday, time: '09:00' }, start: '2026-11-16' }
escalation:
  steps:
    - { after: 5m, notify: on_call }
    - { after: 10m, webhook: hook }
webhooks:
  hook: { type: json, url: '${url}', allow_http: true, secret: hunter2-hunter2-hunter2 }
`;

let slack: Sandbox;
let receiver: WebhookReceiver;
let clock: SettableClock;
let demo: DemoSystem;
let log: KeptLog;
afterEach(async () => {
  await slack.stop();
  await receiver.stop();
});

/** The demo's traders, a Slack and a receiver of webhooks. */
async function world(answer?: RequestListener): Promise<void> {
  clock = settableClock();
  slack = await startSandbox({ manifest: MANIFEST, clock });
  receiver = await startWebhookReceiver(answer);
  demo = new DemoSystem({ clock });
  log = keptLog();
}

/** An instance of the bot, which works only when the test lets it. */
function instance(): AlertPipeline {
  const env = { ...DEMO_SETTINGS, ...slackEnv(slack, 'socket'), PORT: '0' };
  const config = loadBotConfig(env, configFile('arbwatch.yaml', configOf(receiver.url)));
  if (config.alerts === null) throw new Error('nothing is watched');
  return createAlertPipeline(config, config.alerts, demo.state, { clock, log: log.log, demo: false });
}

/** Lets these instances work for so many seconds. */
async function pass(seconds: number, ...instances: readonly AlertPipeline[]): Promise<void> {
  for (let second = 1; second <= seconds; second++) {
    clock.advance(1_000);
    demo.tick();
    for (const each of instances) {
      if (clock.now().getSeconds() % 15 === 0) await each.check();
      await each.stepDrill();
      await each.dispatchDue();
    }
  }
}

const said = (channel: string): string[] => slack.world.messagesIn(channel).map(({ text }) => text);
const events = (): string[] => receiver.got.map(({ body }) => JSON.parse(body).event);

test('A drill reaches the channel, who is on call and the webhook, once from two instances, and says what reached whom', async () => {
  await world();
  const [one, two] = [instance(), instance()];
  await pass(15, one, two);
  const begun = await one.alerts.drill({ userId: 'U0OLIVE', isQuick: true });
  expect(begun).toEqual({ kind: 'begun', channel: 'C0ALERTS', steps: 2 });
  await pass(12, one, two);
  expect(said('D0OPERATOR')).toEqual([expect.stringMatching(/^DRILL/)]);
  expect(events()).toEqual([]);
  await pass(12, one, two);
  expect(events()).toEqual(['trigger']);
  expect(JSON.parse(receiver.got[0]?.body ?? '')).toMatchObject({
    drill: true,
    title: expect.stringMatching(/^DRILL/),
  });
  const [drill] = (await two.alerts.incidents()).filter(({ rule }) => rule === 'drill');
  await two.alerts.act({ kind: 'acknowledge', incidentId: drill?.id ?? '', userId: 'U0OPERATOR' });
  await pass(30, one, two);
  expect(events()).toEqual(['trigger', 'resolve']);
  const messages = said('C0ALERTS');
  expect(messages.filter((text) => !text.startsWith('DRILL'))).toEqual([]);
  expect(messages[0]).toMatch(/^DRILL over after 24 s: nothing was wrong/);
  expect(messages.at(-1)).toMatch(/<@U0OPERATOR> by direct message: sent .* the webhook `hook`: sent/);
  expect(log.text()).not.toContain('hunter2');
});

test('A drill whose webhook refuses says so, and one that an instance began is finished by another', async () => {
  await world((_, response) => void response.writeHead(404).end());
  const one = instance();
  await pass(15, one);
  await one.alerts.drill({ userId: 'U0OLIVE', isQuick: true });
  const two = instance();
  await pass(40, two);
  const [drill] = said('C0ALERTS');
  expect(drill).toMatch(/^DRILL: nothing is wrong/);
  expect(said('C0ALERTS').join('\n')).toMatch(/DRILL\. .*Could not page .*the webhook `hook`.*HTTP 404/);
  expect(two.readiness().delivery.detail).toContain('cannot page the webhook hook (HTTP 404)');
  expect(receiver.got).toHaveLength(1);
});
