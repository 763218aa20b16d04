import { isTokenError } from '../../src/slack/slackErrors';

test.each(['invalid_auth', 'token_revoked', 'account_inactive'])('%s is an error of the token', (code) => {
  expect(isTokenError(code)).toBe(true);
});

test.each(['constructor', '__proto__', 'toString', '', 'channel_not_found'])('%j is none', (code) => {
  expect(isTokenError(code)).toBe(false);
});
