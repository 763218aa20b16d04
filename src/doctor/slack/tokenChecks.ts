import type { WebClient } from '@slack/web-api';
import type { BotConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { toSendFailure } from '../../slack/outbound/apiFailure';
import { fetchOrNetworkError } from '../../slack/outbound/fetch';
import { BOT_SCOPES } from '../../slack/scopes';
import { createWebClient } from '../../slack/webClient';
import { skewFinding } from '../clockSkew';
import type { Finding } from '../finding';
import { codeOf } from './slackProbe';

const TIMEOUT_MS = 5_000;

const LEVELS = { required: 'error', recommended: 'warning', optional: 'ok' } as const;

export interface TokenCheckDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Asks for no connection of Socket Mode. */
  readonly quiet: boolean;
}

/** The tokens, the scopes, whether both are of one app, and the clock against Slack's. */
export async function checkTokens(config: BotConfig, deps: TokenCheckDeps): Promise<Finding[]> {
  const [bot, app] = await Promise.all([checkBotToken(config, deps), checkConnection(config, deps)]);
  return [...bot, ...app];
}

async function checkBotToken(config: BotConfig, { clock, log }: TokenCheckDeps): Promise<Finding[]> {
  const { botToken, apiUrl } = config.slack;
  let slackTime: Date | null = null;
  const recordDate: typeof fetch = async (...request) => {
    const response = await fetchOrNetworkError(...request);
    const date = Date.parse(response.headers.get('date') ?? '');
    slackTime = Number.isNaN(date) ? null : new Date(date);
    return response;
  };
  const client = createWebClient(botToken, { apiUrl, log, timeoutMs: TIMEOUT_MS, fetch: recordDate });
  try {
    const { team = '', bot_id, response_metadata } = await client.auth.test();
    return [
      { check: 'bot_token', level: 'ok', is: 'accepted', team },
      ...missingScopes(response_metadata?.scopes, config),
      ...skewFinding('slack_clock', slackTime, clock.now()),
      ...(await checkApp(client, bot_id, config)),
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

/** An app-level token has its app's id in it. Of the bot's app Slack tells with `users:read` alone. */
async function checkApp(
  client: WebClient,
  bot: string | undefined,
  { slack }: BotConfig,
): Promise<Finding[]> {
  const appApp = slack.transport === 'socket' ? /^xapp-\d+-(A\w+)-/.exec(slack.appToken)?.[1] : undefined;
  if (appApp === undefined || bot === undefined) return [];
  const botApp = await client.bots.info({ bot }).then(
    ({ bot: found }) => found?.app_id,
    () => undefined,
  );
  if (botApp === undefined) return [];
  return botApp === appApp
    ? [{ check: 'tokens', level: 'ok', is: 'one_app', app: botApp }]
    : [{ check: 'tokens', level: 'error', is: 'different_apps', botApp, appApp }];
}

async function checkConnection({ slack }: BotConfig, { log, quiet }: TokenCheckDeps): Promise<Finding[]> {
  if (slack.transport === 'http' || quiet) return [];
  const client = createWebClient(slack.appToken, {
    apiUrl: slack.apiUrl,
    log,
    timeoutMs: TIMEOUT_MS,
    fetch: fetchOrNetworkError,
  });
  try {
    await client.apps.connections.open();
    return [{ check: 'app_token', level: 'ok', is: 'accepted' }];
  } catch (error) {
    return [tokenFailure('app_token', error)];
  }
}

function tokenFailure(check: 'bot_token' | 'app_token', error: unknown): Finding {
  const failure = toSendFailure(error);
  return failure.kind === 'rejected'
    ? { check, level: 'error', is: 'rejected', code: failure.code }
    : { check, level: 'error', is: 'no_answer', detail: codeOf(failure) };
}
