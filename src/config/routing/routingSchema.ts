import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../alerting/severity/severity';
import { MODES } from '../../state/keys';
import { wholeProblem } from '../schema/safeText';
import { fieldWith } from '../schema/setting';
import { channelId } from '../schema/values';

const ROUTES_EXAMPLE = 'routes: [{ match: { severity: critical, mode: live }, channel: C0123CRIT }]';
const NOTIFY_EXAMPLE = 'notify: { critical: [on_call, S0123TEAM], warning: [] }';

const routeField = fieldWith(ROUTES_EXAMPLE);
const notifyField = fieldWith(NOTIFY_EXAMPLE);

/** One value, or a list of them. */
const oneOrMany = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

const ANY = { default: 'any' } as const;

const match = z
  .strictObject({
    severity: routeField(oneOrMany(z.enum(SEVERITIES)).optional(), {
      description: 'how bad it is',
      expected: `${SEVERITIES.join(', ')}, or a list of them`,
      ...ANY,
    }),
    mode: routeField(oneOrMany(z.enum(MODES)).optional(), {
      description: 'how the target trades',
      expected: `${MODES.join(', ')}, or a list of them`,
      ...ANY,
    }),
    target: routeField(oneOrMany(z.string().regex(/^[^\s*?:]*[*?:]\S*$/)).optional(), {
      description: 'which target, by its id, in which `*` stands for any text and `?` for one character',
      expected: "the id of a target, such as live:docker or 'live:*', or a list of them",
      ...ANY,
    }),
  })
  .superRefine(
    (fields, context) => {
      if (Object.values(fields).every((field) => field === undefined))
        context.addIssue(
          wholeProblem(
            'matches every alert, for which there is ALERT_CHANNEL: name severity, mode or target',
          ),
        );
    },
    { when: ({ issues }) => issues.length === 0 },
  );

/** One entry of `routes`. */
export const routeSchema = z.strictObject({
  match: routeField(match, {
    description: 'which alerts: all that is named here must fit; of a group of targets, one of them',
    expected: 'severity, mode or target, with their values',
  }),
  channel: routeField(channelId.clone(), {
    description: 'where they go; the bot must be a member of it',
    expected: 'the id of a channel (C… or G…)',
  }),
});

export const routesSection = routeField(z.array(routeSchema), {
  description: 'To which channels alerts go',
  expected: 'a list of routes, each with match and channel',
});

const mention = z.string().regex(/^(?:[UWS][A-Z0-9]{2,20}|here|on_call)$/);

const mentions = (of: string) =>
  notifyField(
    z
      .union([mention, z.array(mention)])
      .transform((value) => (Array.isArray(value) ? value : [value]))
      .optional(),
    {
      description: of,
      expected: 'a list of users (U…), user groups (S…), on_call for who is on call, or here for @here',
      default: '`[]`',
    },
  );

const OF: Readonly<Record<Severity, string>> = {
  critical: 'a person must act now',
  warning: 'a person must look at it',
  info: 'nobody need do anything',
};

/** `notify`, by severity. */
export const notifySection = notifyField(
  z.strictObject({
    critical: mentions(OF.critical),
    warning: mentions(OF.warning),
    info: mentions(OF.info),
  }),
  { description: 'Whom alerts mention', expected: `lists under ${SEVERITIES.join(', ')}` },
);

export type RouteValues = z.output<typeof routeSchema>;
export type NotifyValues = z.output<typeof notifySection>;
