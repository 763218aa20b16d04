import type { z } from 'zod';
import { metaOf } from '../../src/config/schema/setting';
import { webhookSchema } from '../../src/config/webhooks/webhookSchema';

const entries = (shape: Readonly<Record<string, z.ZodType>>): string =>
  Object.entries(shape)
    .map(([key, schema]) => {
      const { description, expected, default: fallback, secret } = metaOf(schema);
      const needed = fallback === undefined ? 'Required.' : `Default: ${fallback}.`;
      return `- \`${key}\`: ${description}. Expected: ${expected}. ${needed}${secret && key !== 'type' ? ' A secret.' : ''}`;
    })
    .join('\n');

/** The part of the file that has the webhooks. */
export const WEBHOOKS = `### \`webhooks\`

Where a step of \`escalation\` may send an alert beside Slack, each by its name; see [webhooks.md](webhooks.md). A value that is
\`\${NAME}\` and nothing else is that of the variable \`NAME\`, of the environment or of \`.env\`: so no secret need stand in the file.

${entries(webhookSchema.shape)}

\`\`\`yaml
webhooks:
  pagerduty: { type: pagerduty, routing_key: '\${PAGERDUTY_ROUTING_KEY}' }
  phone: { type: ntfy, url: '\${NTFY_URL}', token: '\${NTFY_TOKEN}' }
  backup: { type: slack, url: '\${BACKUP_WEBHOOK_URL}' }
  own: { type: json, url: 'https://alerts.example.com/arbwatch', secret: '\${WEBHOOK_SECRET}' }
\`\`\`
`;
