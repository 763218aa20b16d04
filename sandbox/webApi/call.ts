import type { Core } from '../core';
import type { JsonObject } from '../json';
import { SlackError } from '../slackError';
import { appMethods } from './apps';
import { blockMethods } from './blocks';
import { chatMethods } from './chat';
import { conversationMethods } from './conversations';
import type { Method } from './method';
import { pinMethods } from './pins';
import { scheduledMethods } from './scheduled';
import { userMethods } from './users';
import { viewMethods } from './views';

const METHODS = new Map<string, Method>(
  Object.entries({
    ...appMethods,
    ...blockMethods,
    ...chatMethods,
    ...conversationMethods,
    ...pinMethods,
    ...scheduledMethods,
    ...userMethods,
    ...viewMethods,
  }),
);

/** Who calls, as the token says; null for no token. */
export type Caller = 'bot' | 'app' | 'nobody' | null;

/** Whose token this is: `nobody` for one that was never given out. */
export function callerWith(core: Core, token: string | null): Caller {
  if (token === null || token === '') return null;
  if (token === core.tokens.bot) return 'bot';
  if (token === core.tokens.app) return 'app';
  return 'nobody';
}

/**
 * The body of the answer to a call.
 * @throws SlackError `unknown_method`, `not_authed`, `invalid_auth`, `not_allowed_token_type`, `missing_scope`
 * (with `needed` and `provided`), `ratelimited`, and those of the method itself
 */
export function answerTo(core: Core, name: string, caller: Caller, args: JsonObject): JsonObject {
  const called = METHODS.get(name);
  if (called === undefined) throw new SlackError('unknown_method', { req_method: name });
  if (caller === null) throw new SlackError('not_authed');
  if (caller === 'nobody') throw new SlackError('invalid_auth');
  if (called.token !== 'either' && called.token !== caller) throw new SlackError('not_allowed_token_type');
  const needed = called.scope(core, args);
  const provided = scopesOf(core, caller);
  if (needed !== null && !provided.includes(needed)) {
    throw new SlackError('missing_scope', { needed, provided: provided.join(',') });
  }
  const retryAfterS = core.rateLimits.retryAfterS(name, args);
  if (retryAfterS !== null) throw new SlackError('ratelimited', { retryAfterS });
  return { ok: true, ...called.answer(core, args) };
}

/** The scopes of a caller's token; none for a stranger. */
export function scopesOf(core: Core, caller: Caller): readonly string[] {
  if (caller === 'bot') return core.settings.scopes;
  return caller === 'app' ? core.settings.appScopes : [];
}

/** The scope a method needs, for `x-accepted-oauth-scopes`; null for none. */
export function neededScope(core: Core, name: string, args: JsonObject): string | null {
  return METHODS.get(name)?.scope(core, args) ?? null;
}
