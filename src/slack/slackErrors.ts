import { WebAPIPlatformError } from '@slack/web-api';

/** Errors of a token that no retry mends. Source: Slack's list of errors of auth.test and apps.connections.open. */
const TOKEN_ERRORS: Readonly<Record<string, string>> = {
  invalid_auth: "the token is not valid: copy it again from the app's page",
  not_authed: 'no token was sent',
  account_inactive: 'the token belongs to a deleted user, or the app was removed: install it again',
  token_revoked: 'the token was revoked: install the app again',
  token_expired: 'the token has expired: install the app again',
  no_permission: 'the token may not do this',
  not_allowed_token_type:
    'this kind of token cannot be used here: SLACK_BOT_TOKEN starts with xoxb-, SLACK_APP_TOKEN with xapp-',
  missing_scope:
    'the token lacks a scope: install the app again with the scopes of manifest.yml (the app token needs connections:write)',
  user_removed_from_team: 'the bot was removed from the workspace: install the app again',
  team_disabled: 'the workspace is disabled',
};

/** True of an error that only another token, or more rights for this one, can mend. */
export const isTokenError = (code: string): boolean => Object.hasOwn(TOKEN_ERRORS, code);

/** Slack refused the token, and will until someone mends it. */
export class SlackTokenError extends Error {
  constructor(variable: string, code: string) {
    super(
      `Slack refused ${variable} (${code}): ${TOKEN_ERRORS[code] ?? "see Slack's documentation of this error"}.`,
    );
    this.name = 'SlackTokenError';
  }
}

/** The error as one of the token, where that is what it is; else as it stands. */
export function asTokenError(error: unknown, variable: string): unknown {
  const code = error instanceof WebAPIPlatformError ? error.data.error : null;
  return code !== null && isTokenError(code) ? new SlackTokenError(variable, code) : error;
}
