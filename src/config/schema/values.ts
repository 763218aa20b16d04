import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { validateCron } from '../../jobs/cronSchedule';
import { LANGUAGES } from '../../lib/language';
import { ANY_MODE } from '../../state/keys';

export const wholeNumber = (from: number, to: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(from).max(to));

export const commaSeparated = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(z.string()).min(1));

/** Ids as Slack shows them behind "Copy member ID", and in the address of a channel. */
export const slackIds = commaSeparated.pipe(z.array(z.string().regex(/^[UWSCG][A-Z0-9]{2,20}$/)));

const HOST_PORT = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/;

export const hostPorts = commaSeparated.pipe(
  z.array(
    z
      .string()
      .regex(HOST_PORT)
      .transform((text) => {
        const [, ipv6, name, port] = HOST_PORT.exec(text) ?? [];
        return { host: ipv6 ?? name ?? '', port: Number(port) };
      })
      .pipe(z.object({ host: z.string(), port: z.number().int().min(1).max(65_535) })),
  ),
);

export const isZone = (text: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
};

export const hasProtocol = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

export const isPingUrl = (text: string): boolean =>
  hasProtocol(text, ['https:', 'http:']) && new URL(text).username + new URL(text).password === '';

/** The address of a folder of pages, with a slash at its end. */
export const pageFolder = z
  .string()
  .refine(
    (text) => text.length <= 300 && isPingUrl(text) && hasProtocol(text, ['https:']) && !/[?#]/.test(text),
  )
  .transform((text) => new URL(text.endsWith('/') ? text : `${text}/`).href);

/** The address of a server and nothing more. */
export const isOrigin = (text: string): boolean =>
  isPingUrl(text) && new URL(text).href === `${new URL(text).origin}/`;

/** False for what stands in instructions in place of a value: `xoxb-...`, `redis://…`. */
const isWritten = (text: string): boolean => !/\.{3}|…/.test(text);

/** The same of a secret, for which a word may stand, too: `xoxb-your-token`, `<secret>`. */
export const isFilledIn = (text: string): boolean =>
  isWritten(text) && !/^<.*>$|\byour\b|change-?me|x{6}/i.test(text);

/** What a URL might say beyond host and database is refused, for it would not be followed. */
export const isRedisUrl = (text: string): boolean => {
  if (text === 'memory:') return true;
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text) || !isWritten(text)) return false;
  const { username, password, pathname, search, hash } = new URL(text);
  return /^\/?\d*$/.test(pathname) && search + hash === '' && isPercentEncoded(username + password);
};

export const hostName = z.string().refine((text) => text !== '' && (!/[\s/@:]/.test(text) || isIPv6(text)));

/** True where a password can be had from it: `%` stands for a byte, and the bytes are UTF-8. */
function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** The id of a target, in which `*` stands for any text and `?` for one character; `*` alone for all. */
export const targetPattern = z
  .string()
  .regex(new RegExp(String.raw`^(?:\*|(?:[^/:]+/)?(?:${ANY_MODE}|[*?]+):.+)$`, 's'));

export const currencyUnit = z.string().regex(/^[\p{L}\p{Sc}]{1,8}$/u);

export const channelId = z.string().regex(/^[CG][A-Z0-9]{2,}$/);

export const booleanString = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The languages that there are, as the end of "expected …". */
export const LANGUAGE_CHOICE = new Intl.ListFormat('en', { type: 'disjunction' }).format(LANGUAGES);

/** In any case. */
export const languageName = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(LANGUAGES));

/** When a digest is due. The issue's message is the reason. */
export const cronExpression = z.string().superRefine((text, context) => {
  const message = validateCron(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

/** Null for `off`. */
export const digestCron = z
  .string()
  .transform((text) => (text === 'off' ? null : text))
  .pipe(cronExpression.nullable());

/** In lower case; Python's programs know no `warn`. */
export const logLevel = z
  .string()
  .transform((text) => text.toLowerCase().replace(/^warning$/, 'warn'))
  .pipe(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']));

const TOKEN_KINDS: Readonly<Record<string, string>> = {
  'xoxb-': 'it is a bot token, which belongs in SLACK_BOT_TOKEN',
  'xapp-': 'it is an app-level token, which belongs in SLACK_APP_TOKEN',
  'xoxp-': "it is a user token: the bot token is on the app's page OAuth & Permissions",
  xoxe: 'it is a token that expires: switch token rotation off in the app',
};

/** A token of this kind; of another kind, the issue's message says which it is. */
export const slackToken = (kind: 'xoxb-' | 'xapp-') =>
  z.string().superRefine((text, context) => {
    if (text.startsWith(kind) && /^[\x21-\x7e]{6,}$/.test(text) && isFilledIn(text)) return;
    const other = Object.keys(TOKEN_KINDS).find((each) => each !== kind && text.startsWith(each));
    context.addIssue({ code: 'custom', message: other === undefined ? 'Invalid input' : TOKEN_KINDS[other] });
  });
