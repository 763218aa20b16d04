import fc from 'fast-check';
import { evaluate } from '../../src/alerting';
import { type BotConfig, ConfigError, loadBotConfig } from '../../src/config';
import { type ConfigFile, configFile, NO_FILE } from '../../src/config/file';
import { secretsIn } from '../../src/config/secrets';
import type { Environment } from '../../src/config/sources';
import { configSummary } from '../../src/config/summary';
import { webhookSecrets } from '../../src/config/webhooks/webhookConfig';
import { dueDigests } from '../../src/digests/dueDigests';
import { previousRun } from '../../src/jobs/cronSchedule';
import { createLogger } from '../../src/lib/logger';
import { KnownSecrets } from '../../src/lib/redact';
import { ALWAYS, second, snapshotOf, trader } from '../helpers/traders';
import { always, answered } from './always';
import { environment, fileText, marksIn, SECRETS } from './settings';

/** What is told of a configuration on the terminal and in the log; and the configuration, where it is right. */
function read(
  env: Environment,
  file: ConfigFile,
): { readonly told: string; readonly config: BotConfig | null } {
  const secrets = [...secretsIn(env), ...secretsIn(file.texts), ...webhookSecrets(file, env)];
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLogger({
    ...{ level: 'trace', destination, pretty: false },
    secrets: new KnownSecrets(secrets),
  });
  try {
    const config = loadBotConfig(env, file);
    const { slack, redis, alerts } = config;
    const held = {
      slack,
      redis: 'password' in redis ? redis.password : '',
      ping: alerts?.deadmanPingUrl,
      hooks: alerts?.webhooks,
    };
    log.info(held, JSON.stringify(held));
    return { told: `${configSummary(config, file)}\n${logged.join('')}`, config };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems).not.toEqual([]);
    for (const { where, message } of error.problems) {
      expect(where).not.toBe('');
      expect(message).toMatch(/Example: |Did you mean /);
    }
    log.error({ err: error }, 'not started');
    return { told: `${error.message}\n${logged.join('')}`, config: null };
  }
}

/** What is watched by such a configuration: a trader that lives, dies and is reminded of. */
function expectToWatch({ alerts }: BotConfig): void {
  if (alerts === null) return;
  let known: Parameters<typeof evaluate>[0] = null;
  const one = trader('live:docker', [ALWAYS]);
  const dead = trader('live:docker', [[-600, 600]]);
  for (const t of [0, 15, 45, 90_000, 2_000_000]) {
    const snapshots = [snapshotOf(t < 45 ? one : dead, t)];
    const decision = evaluate(
      known,
      { kind: 'observed', at: second(t), snapshots, sessions: [] },
      alerts.decide,
    );
    known = decision.state;
    JSON.stringify(decision);
    dueDigests(known, alerts.digests, second(t), ({ cron, zone }, after, now) =>
      previousRun(cron, zone, after, now),
    );
  }
}

const outcomes = { right: 0, wrong: 0 };

test('Any environment gives a working configuration or a list of problems, without a secret', async () => {
  await always(
    answered(environment, async (env) => {
      const { told, config } = read(env, NO_FILE);
      expect(marksIn(told)).toEqual([]);
      outcomes[config === null ? 'wrong' : 'right'] += 1;
      if (config !== null) expectToWatch(config);
    }),
    150,
  );
});

test('Any configuration file gives a working configuration or a list of problems, without a secret', async () => {
  const cases = fc.record({
    text: fileText,
    env: fc.constantFrom({}, { SLACK_APP_TOKEN: SECRETS.SLACK_APP_TOKEN }, { ALERT_CHANNEL: 'C0OTHER' }),
  });
  await always(
    answered(cases, async ({ text, env }) => {
      const { told, config } = read(env, configFile('arbwatch.yaml', text));
      expect(marksIn(told)).toEqual([]);
      outcomes[config === null ? 'wrong' : 'right'] += 1;
      if (config !== null) expectToWatch(config);
    }),
    150,
  );
});

test('Both valid and invalid configurations were generated', () => {
  if (process.env.FUZZ_PATH !== undefined) return;
  expect(outcomes).toEqual({ right: expect.any(Number), wrong: expect.any(Number) });
  expect(Math.min(outcomes.right, outcomes.wrong)).toBeGreaterThan(0);
});
