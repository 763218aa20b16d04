import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { doctorMessage, doctorText } from '../../formatters';
import { loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { exitCodeOfFindings, type Finding } from '../../src/doctor/finding';
import { runDoctor } from '../../src/doctor/runDoctor';
import { systemClock } from '../../src/lib/clock';
import { World } from '../../tools/setups/world';
import { seen } from '../helpers/alertHarness';
import { keptLog } from '../helpers/log';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
beforeEach(() => world.heal());

async function examine(
  changed: Readonly<Record<string, string>> = {},
  { quiet = false, file = '' } = {},
): Promise<{ findings: readonly Finding[]; text: string }> {
  const settings = { ...world.env, ...changed };
  const deps = { clock: systemClock, log: keptLog().log, settings, nodeVersion: process.versions.node };
  const findings = await runDoctor(loadBotConfig(settings, configFile('arbwatch.yaml', file)), {
    ...deps,
    quiet,
  });
  return { findings, text: doctorText(findings, 'UTC') };
}

const wrongIn = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ check, is, level }) => `${level} ${check} ${is}`);

test('A set-up in which everything works has no error and no warning, and leaves no message behind', async () => {
  const { findings, text } = await examine();
  expect(wrongIn(findings)).toEqual([]);
  expect(exitCodeOfFindings(findings)).toBe(0);
  expect(text).toContain('Trader paper:docker last wrote at');
  expect(text).toContain('Everything that the bot needs works.');
  expect(world.slack.seenBy('operator', 'trading-alerts')).toEqual([]);
});

test('At the start it is looked at without a message in any channel, and without a connection of Socket Mode', async () => {
  const { findings } = await examine({}, { quiet: true });
  expect(wrongIn(findings)).toEqual([]);
  const methods = world.slack.journal.records.flatMap((each) => (each.kind === 'api' ? [each.method] : []));
  const before = methods.length;
  await examine({}, { quiet: true });
  const asked = world.slack.journal.records.flatMap((each) => (each.kind === 'api' ? [each.method] : []));
  expect(asked.slice(before)).not.toContain('chat.postMessage');
  expect(asked.slice(before)).not.toContain('apps.connections.open');
  expect(asked.slice(before)).toContain('chat.deleteScheduledMessage');
});

test('Instances that start at the same time find nothing wrong with the store, each after the other', async () => {
  for (const { findings } of [await examine({}, { quiet: true }), await examine({}, { quiet: true })])
    expect(wrongIn(findings)).toEqual([]);
});

test('A message that cannot be deleted is a warning that says so', async () => {
  world.slack.fail('chat.delete', { error: 'cant_delete_message' });
  const { findings, text } = await examine();
  expect(wrongIn(findings)).toEqual(['warning channel not_deleted']);
  expect(text).toContain('Delete it by hand');
});

test('A port of the metrics that another program has taken is named by its own setting', async () => {
  const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { findings, text } = await examine({ METRICS_PORT: String(port) });
  other.close();
  expect(wrongIn(findings)).toEqual(['error port taken']);
  expect(text).toContain('Set METRICS_PORT to another one');
});

test.each([
  ["currencies: { 'live:upbit*': KRW }", 'their target: live:upbit* KRW; all others without a unit'],
  ["currency: USDT\ncurrencies: { 'live:*': KRW }", 'their target: live:* KRW; all others in USDT'],
  ['currency: USDT', 'Balances are shown in USDT (CURRENCY)'],
])('With %j it says how balances are shown', async (file, says) => {
  expect((await examine({}, { file })).text).toContain(says);
});

test('The message for Slack says what is wrong first, and all of it in its text', async () => {
  const { findings } = await examine({ ALERT_CHANNEL: 'C0LOUNGE' });
  const message = doctorMessage(findings, { now: new Date(), zone: 'UTC' });
  expect(message.text).toMatch(/^1 error, 0 warnings\. .*not_in_channel.*\/invite @arbwatch/);
  expect(seen(message).shown).toMatch(/^arbwatch doctor: 1 error, 0 warnings\./);
});
