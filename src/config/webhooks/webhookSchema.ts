import { z } from 'zod';
import { wholeProblem } from '../schema/safeText';
import { fieldWith, settingMeta } from '../schema/setting';
import { hasProtocol, isPingUrl } from '../schema/values';
import { VARIABLE } from './variables';

/** The formats that a webhook may have. */
const WEBHOOK_TYPES = ['pagerduty', 'ntfy', 'slack', 'json'] as const;

const EXAMPLE = `webhooks: { pagerduty: { type: pagerduty, routing_key: '\${PAGERDUTY_ROUTING_KEY}' } }`;

const field = fieldWith(EXAMPLE);

/** A text that may come from a variable, which by now has been put in its place. */
const secretText = z.string().superRefine((text, context) => {
  const name = VARIABLE.exec(text)?.[1];
  if (name === undefined) return;
  // What looks like no name may be the secret itself.
  const shown = /^[A-Z][A-Z0-9_]*$/.test(name) ? `the variable ${name}, which` : 'a variable that';
  context.addIssue(wholeProblem(`names ${shown} is not set: set it`));
});

const KEY = /^[\x21-\x7e]+$/;

/** One webhook. */
export const webhookSchema = z
  .strictObject({
    type: field(z.enum(WEBHOOK_TYPES), {
      description: 'the format of the request',
      expected: WEBHOOK_TYPES.join(', '),
      // What stands in the wrong place may be a key.
      secret: true,
    }),
    url: field(secretText.refine(isPingUrl).optional(), {
      description: 'where the request goes; of `ntfy` with the topic: `https://ntfy.sh/my-topic`',
      expected: 'an https address without a user or a password',
      default: 'of `pagerduty` `https://events.pagerduty.com/v2/enqueue`; the others require it',
      secret: true,
    }),
    routing_key: field(secretText.refine((text) => KEY.test(text)).optional(), {
      description: 'the integration key of a PagerDuty service (Events API v2)',
      expected: 'the integration key, without spaces',
      default: 'none; `pagerduty` requires it',
      secret: true,
    }),
    token: field(secretText.refine((text) => KEY.test(text)).optional(), {
      description: 'the access token of an `ntfy` server that asks for one',
      expected: 'an access token, without spaces',
      default: 'none',
      secret: true,
    }),
    secret: field(secretText.refine((text) => text.length >= 16).optional(), {
      description: 'signs each request of `json`: see [webhooks.md](webhooks.md#signature)',
      expected: 'at least 16 characters',
      default: 'none: requests are not signed',
      secret: true,
    }),
    allow_http: field(z.boolean().default(false), {
      description: 'lets `url` be an http address of this machine itself (`localhost`)',
      expected: 'true or false',
      default: 'false',
    }),
  })
  .superRefine((given, context) => {
    const { type, url, allow_http } = given;
    const report = (key: string, message: string) => context.addIssue(wholeProblem(message, [key]));
    for (const key of REQUIRED[type])
      if (given[key] === undefined) report(key, `is not set: a webhook of the type ${type} requires it`);
    for (const key of FOREIGN_KEYS)
      if (given[key] !== undefined && !USED[type].includes(key))
        report(key, `is not used by a webhook of the type ${type}: remove it`);
    if (url === undefined || !URL.canParse(url)) return;
    if (!hasProtocol(url, ['https:']) && !(allow_http && isLoopback(new URL(url).hostname)))
      report(
        'url',
        'is not an https address: use https, or, for a receiver on this machine, localhost and allow_http: true',
      );
    if (type === 'ntfy' && !TOPIC_PATH.test(pathOf(url)))
      report('url', 'names no topic: expected an address such as https://ntfy.sh/my-topic');
  });

const FOREIGN_KEYS = ['routing_key', 'token', 'secret'] as const;
type Key = 'url' | (typeof FOREIGN_KEYS)[number];
type WebhookType = (typeof WEBHOOK_TYPES)[number];

const REQUIRED: Readonly<Record<WebhookType, readonly Key[]>> = {
  pagerduty: ['routing_key'],
  ntfy: ['url'],
  slack: ['url'],
  json: ['url'],
};
const USED: Readonly<Record<WebhookType, readonly Key[]>> = {
  pagerduty: ['routing_key'],
  ntfy: ['token'],
  slack: [],
  json: ['secret'],
};

/** The topic is the last part of the path; a server behind a proxy may have others before it. */
const TOPIC_PATH = /^\/(?:[^/]+\/)*[-_A-Za-z0-9]{1,64}$/;

const pathOf = (url: string): string => url.slice(new URL(url).origin.length);

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

/** `webhooks`: each by its name. */
export const webhooksSchema = z.record(z.string(), webhookSchema).superRefine((all, context) => {
  for (const name of Object.keys(all))
    if (!/^[\w-]{1,40}$/.test(name))
      context.addIssue(
        wholeProblem('is no name of a webhook: use letters, digits, - and _, at most 40', [name]),
      );
});

settingMeta.add(webhooksSchema, {
  description: 'Where an escalation step may send an alert beside Slack.',
  expected: 'a webhook by its name (letters, digits, - and _, at most 40)',
  example: EXAMPLE,
});
settingMeta.add(webhookSchema, { description: '', expected: 'keys and values', example: EXAMPLE });

export type WebhookValues = z.output<typeof webhooksSchema>;
