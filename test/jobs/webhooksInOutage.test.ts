import { startWebhookWorld, type WebhookWorld } from '../helpers/webhookWorld';

const fileOf = (url: string) => `
rules: { no_sign_of_life: { severity: critical } }
escalation: { steps: [{ after: 5m, webhook: hook }] }
webhooks: { hook: { type: json, url: '${url}', allow_http: true } }
`;

let world: WebhookWorld;
afterEach(() => world.stop());

/** A paper trader dies before the eyes of one instance. */
async function alerting() {
  world = await startWebhookWorld(fileOf);
  const one = world.instance();
  await world.pass(60, one);
  await world.press('stop-paper-docker');
  await world.pass(150, one);
  expect(world.said('C0ALERTS').join()).toMatch(/Down: paper docker/);
  return one;
}

test('A webhook that falls due while Redis is away is called from memory, once, also after Redis is back', async () => {
  const one = await alerting();
  const { demo, pass, events, receiver } = world;
  demo.store.simulateOutage('unreachable');
  await pass(330, one);
  expect(events()).toEqual(['trigger']);
  demo.store.endOutage();
  await pass(90, one);
  expect(events()).toEqual(['trigger']);
  expect(new Set(receiver.got.map(({ body }) => JSON.parse(body).dedup_key)).size).toBe(1);
});

test('A webhook that was called gets the acknowledgement and the end, under the same key', async () => {
  const one = await alerting();
  const { pass, events, press, receiver } = world;
  await pass(330, one);
  expect(events()).toEqual(['trigger']);
  const [incident] = await one.alerts.incidents();
  await one.alerts.act({ kind: 'acknowledge', incidentId: incident?.id ?? '', userId: 'U0OPERATOR' });
  await pass(20, one);
  expect(events()).toEqual(['trigger', 'acknowledge']);
  await press('stop-paper-docker');
  await pass(120, one);
  expect(events()).toEqual(['trigger', 'acknowledge', 'resolve']);
  expect(new Set(receiver.got.map(({ body }) => JSON.parse(body).dedup_key)).size).toBe(1);
});
