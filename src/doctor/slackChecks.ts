import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { BotConfig } from '../config';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { BOT_SCOPES } from '../slack/scopes';
import { createWebClient } from '../slack/webClient';
import { skewFinding } from './clockSkew';
import { type Finding, messageOf } from './finding';

const TIMEOUT_MS = 5_000;

const LEVELS = { required: 'error', recommended: 'warning', optional: 'ok' } as const;

interface SlackCheckDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

/** The bot token, its scopes, the clock against Slack's, and the app token. */
export async function checkSlack(config: BotConfig, deps: SlackCheckDeps): Promise<Finding[]> {
  const [bot, app] = await Promise.all([checkBotToken(config, deps), checkConnection(config, deps)]);
  return [...bot, ...app];
}

async function checkBotToken(config: BotConfig, { clock, log }: SlackCheckDeps): Promise<Finding[]> {
  const { botToken, apiUrl } = config.slack;
  let slackTime: Date | null = null;
  const recordDate: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    const date = Date.parse(response.headers.get('date') ?? '');
    slackTime = Number.isNaN(date) ? null : new Date(date);
    return response;
  };
  const client = createWebClient(botToken, { apiUrl, log, timeoutMs: TIMEOUT_MS, fetch: recordDate });
  try {
    const { team = '', response_metadata } = await client.auth.test();
    return [
      { check: 'bot_token', level: 'ok', is: 'accepted', team },
      ...missingScopes(response_metadata?.scopes, config),
      ...skewFinding('slack_clock', slackTime, clock.now()),
    ];
  } catch (error) {
    return [tokenFailure('bot_token', error)];
  }
}

/** Slack names the scopes of a token in a header; without it nothing is said of them. */
function missingScopes(granted: readonly string[] | undefined, config: BotConfig): Finding[] {
  if (granted === undefined) return [];
  const ids = [...(config.roles.viewers ?? []), ...(config.roles.operators ?? [])];
  const needs = { namesGroups: ids.some((id) => id.startsWith('S')), alerts: config.alerts !== null };
  const missing = BOT_SCOPES.filter(({ scope, isNeeded }) => isNeeded(needs) && !granted.includes(scope));
  if (missing.length === 0) return [{ check: 'scopes', level: 'ok', is: 'complete' }];
  return missing.map(({ scope, need }) => ({ check: 'scopes', level: LEVELS[need], is: 'missing', scope }));
}

async function checkConnection({ slack }: BotConfig, { log }: SlackCheckDeps): Promise<Finding[]> {
  if (slack.transport === 'http') return [{ check: 'signing_secret', level: 'ok', is: 'unchecked' }];
  const client = createWebClient(slack.appToken, { apiUrl: slack.apiUrl, log, timeoutMs: TIMEOUT_MS });
  try {
    await client.apps.connections.open();
    return [{ check: 'app_token', level: 'ok', is: 'accepted' }];
  } catch (error) {
    return [tokenFailure('app_token', error)];
  }
}

function tokenFailure(check: 'bot_token' | 'app_token', error: unknown): Finding {
  if (error instanceof WebAPIPlatformError)
    return { check, level: 'error', is: 'rejected', code: error.data.error };
  const detail = error instanceof WebAPIRateLimitedError ? 'rate limited' : messageOf(error);
  return { check, level: 'error', is: 'no_answer', detail };
}
