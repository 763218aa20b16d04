import type { Message } from '../../formatters/blockKit/message';
import type { BotConfig } from '../config';
import type { ConfigIssue } from '../config/issues';
import { type Environment, isSet, REDIS_PLACES } from '../config/sources';
import { type Clock, endsWithin } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { RedisClient } from '../redis/client';
import { describeRedis } from '../redis/connect/options';
import { StateUnavailableError } from '../redis/errors';
import { RedisHealth } from '../redis/health';
import type { RedisConfig } from '../redis/redisConfig';
import { createSlackMessageApi } from '../slack/outbound/webApi';
import { RedisStore } from '../state/stores/redisStore';
import { StoreOwner } from '../storage/storeOwner';
import { checkChannels } from './channelChecks';
import { type Finding, messageOf } from './finding';
import { checkHost } from './hostChecks';
import {
  checkEviction,
  checkReadRights,
  checkRedisClock,
  checkRedisServer,
  type RedisCheckDeps,
} from './redisChecks';
import { checkSlack } from './slackChecks';
import { checkStoreRights } from './storeChecks';
import { checkTraders } from './traderChecks';

export interface DoctorDeps {
  readonly clock: Clock;
  /** Hears nothing that a person needs: the findings say it. */
  readonly log: Logger;
  /** The settings of the environment and the file, as text; null where they are not known. */
  readonly settings: Environment | null;
  /** Such as `20.19.4`; null where it is not known. */
  readonly nodeVersion: string | null;
  /** What is posted to each channel, and deleted at once. */
  readonly probe: Message;
}

/** No check takes longer, in ms. */
const LIMIT_MS = 15_000;

/** Tries everything that the bot needs, all at once. Never rejects. */
export async function runDoctor(config: BotConfig, deps: DoctorDeps): Promise<readonly Finding[]> {
  const { clock, log, probe } = deps;
  const { botToken: token, apiUrl } = config.slack;
  const slack = createSlackMessageApi({ token, apiUrl, log });
  const all = await Promise.all([
    guarded('Slack', () => checkSlack(config, { clock, log })),
    guarded('channels', () => checkChannels(config, { slack, clock, probe })),
    guarded('Redis', () => checkRedis(config, deps)),
    guarded('host', () => checkHost(config, deps)),
  ]);
  return [...config.warnings.map(toFinding('warning')), ...all.flat()];
}

/** What is wrong with the configuration, or outdated in it. */
export const toFinding =
  (level: 'warning' | 'error') =>
  ({ where, message }: ConfigIssue): Finding => ({ check: 'config', level, is: 'problem', where, message });

/** A check that fails unexpectedly, or does not end, is a finding itself. */
async function guarded(what: string, check: () => Promise<Finding[]>): Promise<Finding[]> {
  const failed = (detail: string): Finding[] => [
    { check: 'any', level: 'error', is: 'failed', what, detail },
  ];
  const findings = check().catch((error: unknown) => failed(messageOf(error)));
  const isInTime = await endsWithin(findings, LIMIT_MS);
  return isInTime ? findings : failed(`no answer within ${LIMIT_MS / 1000} s`);
}

async function checkRedis(config: BotConfig, deps: DoctorDeps): Promise<Finding[]> {
  const { redis: traders, store } = config;
  const inOne = store.redis === null;
  return [
    ...defaultPlace(config, deps),
    ...(await withClient('redis', traders, deps, (connected) => [
      () => checkReadRights(connected),
      () => checkEviction(connected, inOne),
      () => checkTraders(config, { store: new RedisStore(connected.redis), clock: deps.clock }),
      ...(inOne ? [() => checkStore(connected, config, deps)] : []),
    ])),
    ...(store.redis === null
      ? []
      : await withClient('store', store.redis, deps, (connected) => [
          () => checkEviction(connected, true),
          () => checkStore(connected, config, deps),
        ])),
  ];
}

/** A Redis that nobody named may be an empty one. */
const defaultPlace = ({ redis }: BotConfig, { settings }: DoctorDeps): Finding[] =>
  redis.kind === 'memory' || settings === null || REDIS_PLACES.some((name) => isSet(settings[name]))
    ? []
    : [{ check: 'redis_place', level: 'warning', is: 'default', where: describeRedis(redis) }];

async function checkStore(
  connected: RedisCheckDeps,
  config: BotConfig,
  { log, clock }: DoctorDeps,
): Promise<Finding[]> {
  if (config.alerts === null && config.store.redis === null) return [];
  const { redis, where } = connected;
  const { prefix, redis: own } = config.store;
  const owner = new StoreOwner({
    redis,
    prefix,
    traders: own === null ? null : config.redis,
    where,
    clock,
    log,
  });
  const rights = await checkStoreRights(connected, owner, prefix);
  const canAsk = rights.every(({ level }) => level === 'ok');
  return [...rights, ...(canAsk ? await checkRedisClock(connected) : [])];
}

/** Whether it answers, and if so, these checks one after the other, each of which may find that it does not any more. */
async function withClient(
  check: 'redis' | 'store',
  at: RedisConfig,
  { clock, log }: DoctorDeps,
  checksOf: (connected: RedisCheckDeps) => readonly (() => Promise<Finding[]>)[],
): Promise<Finding[]> {
  if (at.kind === 'memory') return [];
  const role = check === 'redis' ? 'traders' : 'store';
  const redis = new RedisClient(at, new RedisHealth(clock, log, undefined, role));
  const connected = { redis, where: describeRedis(at), clock };
  try {
    const findings = await checkRedisServer(check, connected);
    if (findings.some((each) => each.check === check && each.is === 'unavailable')) return findings;
    for (const next of checksOf(connected)) {
      findings.push(...(await next().catch(unlessUnavailable(check, connected.where))));
      if (findings.some(({ is }) => is === 'denied' || is === 'unavailable')) break;
    }
    return findings;
  } finally {
    await redis.close();
  }
}

const unlessUnavailable =
  (check: 'redis' | 'store', where: string) =>
  (error: unknown): Finding[] => {
    if (!(error instanceof StateUnavailableError)) throw error;
    return [{ check, level: 'error', is: 'unavailable', where, detail: messageOf(error) }];
  };
