import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../sandbox';
import type { Clock } from '../../src/lib/clock';
import { MANIFEST, slackEnv } from '../../test/helpers/botUnderTest';
import { eventually } from '../../test/helpers/eventually';
import type { LabCharacter } from './characters';
import { CommandProbe } from './commandProbe';
import { Instance } from './instance';
import { Probe } from './probe';
import type { LabClient, RedisUnderFault } from './redis/fixture';
import { LAB } from './settings';
import { SlackRecorder } from './slackRecord';
import { LabTrader } from './trader';

const ALERTS = '{arbwatch}:alerts';

/** All that stands and runs in one round, over a Redis that outlives it. */
export interface Environment {
  readonly slack: Sandbox;
  readonly recorder: SlackRecorder;
  readonly redis: RedisUnderFault;
  /** After so long the bot calls a trader dead. */
  readonly staleAfterMs: number;
  readonly instances: readonly [Instance, Instance];
  readonly traders: readonly LabTrader[];
  readonly probe: Probe;
  readonly commands: CommandProbe;
  /** Before anything was there, and when both instances had seen the traders; in ms since the epoch. */
  readonly from: number;
  readonly seenAt: () => number;
  /** Ids of the deliveries in the store. */
  waiting(): Promise<readonly string[]>;
  /** The entries of the store's audit, as they are stored. */
  audit(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface EnvironmentDeps {
  readonly main: string;
  readonly staleAfterMs: number;
  readonly traders: readonly LabCharacter[];
  readonly redis: RedisUnderFault;
  readonly logDir: string;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/** Starts a round: traders that beat, two instances that have seen them, a person who asks. */
export async function startEnvironment({
  main,
  redis,
  staleAfterMs,
  traders: characters,
  logDir,
  clock,
  log,
}: EnvironmentDeps): Promise<Environment> {
  await redis.wipe();
  const from = clock.now().getTime();
  let seenAt = from;
  const slack = await startSandbox({ manifest: MANIFEST, clock, enforceRateLimits: true });
  const recorder = new SlackRecorder(slack, clock, log);
  const client = await answering(redis.client());
  const traders = characters.map((character) => new LabTrader(character, { client, clock, log }));
  const probe = new Probe(await answering(redis.client()), redis.probeKeys, clock, log);
  const env = {
    ...slackEnv(slack, 'socket'),
    ...redis.env,
    ...SETTINGS,
    STALE_AFTER: `${staleAfterMs / 1000}`,
    FROZEN_AFTER: `${staleAfterMs / 1000}`,
    ARBWATCH_CONFIG: await configFile(logDir, traders),
  };
  const instanceNamed = (name: string) =>
    new Instance({ name, main, env, clock, logFile: join(logDir, `instance-${name}.log`) });
  const instances = [instanceNamed('A'), instanceNamed('B')] as const;
  const commands = new CommandProbe(slack, () => clock.now().getTime());
  const environment: Environment = {
    from,
    seenAt: () => seenAt,
    slack,
    recorder,
    redis,
    staleAfterMs,
    instances,
    traders,
    probe,
    commands,
    // Beside the deliveries the store keeps a mark of its own there, which no id looks like.
    waiting: async () =>
      textsIn(await client.call('hkeys', `${ALERTS}:outbox`)).filter((id) => !id.startsWith(':')),
    audit: async () => {
      const entries = entriesSchema.parse(await client.call('xrange', `${ALERTS}:audit`, '-', '+'));
      return entries.map(([, [, text]]) => text);
    },
    stop: async () => {
      await Promise.all(traders.map((trader) => trader.die()));
      await Promise.all(instances.map((instance) => instance.end()));
      await probe.stop();
      client.disconnect();
      recorder.stop();
      await slack.stop();
    },
  };
  try {
    probe.start();
    await Promise.all(traders.map((trader) => trader.start()));
    await Promise.all(instances.map((instance) => instance.start()));
    await eventually(() => slack.connections === 2, 'both instances are connected to Slack');
    await eventually(
      async () => Number(await client.call('hget', `${ALERTS}:state`, 'version').catch(() => 0)) >= 3,
      'the traders were seen',
    );
    seenAt = clock.now().getTime();
    return environment;
  } catch (error) {
    await environment.stop();
    throw error;
  }
}

const SETTINGS = {
  ALERT_CHANNEL: LAB.channel,
  OPERATORS: 'U0OPERATOR',
  ALERT_FALLBACK_CHANNEL: LAB.fallbackChannel,
  CHECK_INTERVAL: `${LAB.checkIntervalS}`,
  OUTAGE_AFTER: `${LAB.blindAfterS}`,
  DIGEST_CRON: 'off',
  PORT: '0',
  LOG_LEVEL: 'debug',
};

/** Lists the traders that should run and report so in no other way; its path. */
async function configFile(dir: string, traders: readonly LabTrader[]): Promise<string> {
  const path = join(dir, 'arbwatch.yaml');
  const lines = traders.filter(({ isListed }) => isListed).map(({ name }) => `  '${name}': {}`);
  await writeFile(path, lines.length === 0 ? '' : `targets:\n${lines.join('\n')}\n`);
  return path;
}

/** A stream whose entries have one field. */
const entriesSchema = z.array(z.tuple([z.string(), z.tuple([z.string(), z.string()])]));

const textsIn = (answer: unknown): string[] => (Array.isArray(answer) ? answer.map(String) : []);

async function answering(client: LabClient): Promise<LabClient> {
  await eventually(
    () =>
      client.call('get', 'lab:probe').then(
        () => true,
        () => false,
      ),
    'Redis answers',
  );
  return client;
}
