import { startWebhookWorld, type WebhookWorld } from '../helpers/webhookWorld';

const fileOf = (url: string) => `
on_call: { people: [U0OPERATOR, U0VIEWER], handover: { day: monday, time: '09:00' }, start: '2026-11-16' }
notify: { critical: [on_call] }
escalation:
  steps:
    - { after: 5m, notify: on_call }
    - { after: 10m, webhook: hook }
webhooks:
  hook: { type: json, url: '${url}', allow_http: true, secret: hunter2-hunter2-hunter2 }
`;

let world: WebhookWorld;
afterEach(() => world.stop());

test('A drill reaches the channel, who is on call and the webhook, once from two instances, and says what reached whom', async () => {
  world = await startWebhookWorld(fileOf);
  const { instance, pass, said, events, receiver, log } = world;
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
  world = await startWebhookWorld(fileOf, (_, response) => void response.writeHead(404).end());
  const { instance, pass, said, receiver } = world;
  const one = instance();
  await pass(15, one);
  await one.alerts.drill({ userId: 'U0OLIVE', isQuick: true });
  const two = instance();
  await pass(40, two);
  const [drill] = said('C0ALERTS');
  expect(drill).toMatch(/^DRILL: nothing is wrong/);
  expect(said('C0ALERTS').join('\n')).toMatch(/DRILL\. .*Could not call .*the webhook `hook`.*HTTP 404/);
  expect(two.readiness().delivery.detail).toContain('cannot page the webhook hook (HTTP 404)');
  expect(receiver.got).toHaveLength(1);
  const shown = [await two.alerts.overview(), two.readiness(), said('C0ALERTS')];
  expect(JSON.stringify(shown) + world.log.text()).not.toContain('hunter2');
});
