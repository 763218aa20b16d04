import { notifySection, routeSchema } from '../../src/config/routing/routingSchema';
import { metaOf } from '../../src/config/schema/setting';

const entryOf = ([key, schema]: readonly [string, Parameters<typeof metaOf>[0]]): string => {
  const { description, expected, default: fallback } = metaOf(schema);
  return `- \`${key}\`: ${description}. Expected: ${expected}. ${fallback === undefined ? 'Required.' : `Default: ${fallback}.`}`;
};

/** What the file may say of where alerts go, and whom they mention. */
export const ROUTING = `### \`routes\`

To which channels alerts go. The first route that fits decides; what none fits goes to \`ALERT_CHANNEL\`. The channel of an
alert is decided when it is opened, and again when it becomes more severe: then it is posted in the new channel, and the old
message links to it. So it is for an open alert whose channel is in no route any more after a restart. Digests have channels of their own. The bot must
be a member of every channel that is named here; while one cannot take an alert, \`ALERT_FALLBACK_CHANNEL\` gets it.

${Object.entries(routeSchema.shape).map(entryOf).join('\n')}

In \`match\`:

${Object.entries(routeSchema.shape.match.shape).map(entryOf).join('\n')}

A monitoring outage has no target, so that only a route by severity alone fits it: it is critical while live trading is
enabled, or where that is not known. A tuning session also fits by the target that it tunes.

\`\`\`yaml
routes:
  - match: { severity: critical, mode: live }
    channel: C0123CRIT
  - match: { mode: [paper, shadow] }
    channel: C0123PAPER
\`\`\`

### \`notify\`

Whom the message of an alert mentions, so that phones ring, by its severity: once, at the top, when it is posted. Slack
notifies nobody when a message is changed. So if an open alert becomes more severe, or what it is about fails again after it had
recovered, they are mentioned again, in an entry of its thread that the channel shows, too.

${Object.entries(notifySection.shape).map(entryOf).join('\n')}

This needs no further scope. Whom an alert mentions must be in its channel: Slack notifies nobody else. \`on_call\` needs the section
\`on_call\`.

\`\`\`yaml
notify:
  critical: [on_call, S0123TEAM]
  warning: [here]
\`\`\`
`;
