import { doctorProbeMessage, doctorSampleMessage } from '../../formatters';
import type { BotConfig } from '../config';
import type { ConfigIssue } from '../config/issues';
import type { Environment } from '../config/sources';
import { type Clock, endsWithin } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { fetchOrNetworkError } from '../slack/outbound/fetch';
import { createSlackMessageApi } from '../slack/outbound/webApi';
import { createWebClient } from '../slack/webClient';
import { type Finding, messageOf } from './finding';
import { checkHost } from './host/checkHost';
import { checkRedisAndStore } from './redis/checkRedisAndStore';
import { checkBlocks } from './slack/blockChecks';
import { checkChannels } from './slack/channelChecks';
import { checkPeople } from './slack/peopleChecks';
import { checkPublicUrl } from './slack/publicUrlCheck';
import { checkTokens } from './slack/tokenChecks';

export interface DoctorDeps {
  readonly clock: Clock;
  /** Hears nothing that a person needs: the findings say it. */
  readonly log: Logger;
  /** The settings of the environment and the file, as text; null where they are not known. */
  readonly settings: Environment | null;
  /** Such as `20.19.4`; null where it is not known. */
  readonly nodeVersion: string | null;
  /** Shows nothing in Slack, opens no port, and leaves out what may take longer than 2 s; unless given, all is tried. */
  readonly quiet?: boolean;
}

/** No check takes longer, in ms. */
const LIMIT_MS = 15_000;
const SLACK_TIMEOUT_MS = 5_000;

type Check = readonly [what: string, check: () => Promise<Finding[]>];

/** Tries everything that the bot needs, all at once. Never rejects. */
export async function runDoctor(config: BotConfig, deps: DoctorDeps): Promise<readonly Finding[]> {
  const { quiet = false } = deps;
  const checks = checksOf(config, { ...deps, quiet });
  const all = await Promise.all(checks.map((check) => guarded(check)));
  return [...config.warnings.map(toFinding('warning')), ...withoutConsequences(all.flat())];
}

function checksOf(config: BotConfig, all: DoctorDeps & { readonly quiet: boolean }): readonly Check[] {
  const { clock, log, quiet } = all;
  const { botToken: token, apiUrl } = config.slack;
  const probe = doctorProbeMessage();
  const slack = createSlackMessageApi({ token, apiUrl, log, clock });
  const settings = { apiUrl, log, timeoutMs: SLACK_TIMEOUT_MS, fetch: fetchOrNetworkError };
  const client = createWebClient(token, settings);
  return [
    ['Slack', () => checkTokens(config, { clock, log, quiet })],
    ['channels', () => checkChannels(config, { slack, client, clock, probe, quiet })],
    ['people', () => checkPeople(config, { client, clock, probe })],
    ['blocks', () => checkBlocks(client, doctorSampleMessage())],
    ['the public address', () => checkPublicUrl(config, clock)],
    ['Redis', () => checkRedisAndStore(config, all)],
    ['host', () => checkHost(config, all)],
  ];
}

/** Without what a token that Slack refuses, or a missing scope, makes of every other request. */
function withoutConsequences(findings: readonly Finding[]): readonly Finding[] {
  const hasToken = findings.every(({ check, level }) => check !== 'bot_token' || level === 'ok');
  const hasScopes = findings.every(
    ({ check, is, level }) => check !== 'scopes' || is !== 'missing' || level === 'ok',
  );
  return findings.filter((finding) => {
    if (finding.level === 'ok' || !OF_SLACK.includes(finding.check)) return true;
    const isForScope = finding.is === 'no_history' || ('code' in finding && finding.code === 'missing_scope');
    return hasToken && (hasScopes || !isForScope);
  });
}

const OF_SLACK: readonly string[] = ['channel', 'person', 'group', 'blocks'];

/** What is wrong with the configuration, or outdated in it. */
export const toFinding =
  (level: 'warning' | 'error') =>
  ({ where, message }: ConfigIssue): Finding => ({ check: 'config', level, is: 'problem', where, message });

/** A check that fails unexpectedly, or does not end, is a finding itself. */
async function guarded([what, check]: Check): Promise<Finding[]> {
  const failed = (detail: string): Finding[] => [
    { check: 'any', level: 'error', is: 'failed', what, detail },
  ];
  const findings = check().catch((error: unknown) => failed(messageOf(error)));
  const isInTime = await endsWithin(findings, LIMIT_MS);
  return isInTime ? findings : failed(`no answer within ${LIMIT_MS / 1000} s`);
}
