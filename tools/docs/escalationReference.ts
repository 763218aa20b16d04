import type { z } from 'zod';
import { escalationSection, onCallSection } from '../../src/config/escalation/escalationSchema';
import { metaOf } from '../../src/config/schema/setting';

type Shape = Readonly<Record<string, z.ZodType>>;

/** What each key of a part is for, a line each. */
export const entries = (shape: Shape, indent = ''): string =>
  Object.entries(shape)
    .map(([key, schema]) => {
      const { description, expected, default: fallback } = metaOf(schema);
      const about = description === '' ? expected : `${description}. Expected: ${expected}`;
      return `${indent}- \`${key}\`: ${about}. ${fallback === undefined ? 'Required.' : `Default: ${fallback}.`}`;
    })
    .join('\n');

const step = escalationSection.shape.steps.element;

/** The parts of the file that say who is paged. */
export const ESCALATION = `### \`escalation\`

Whom to page about an alert that nobody acknowledges; see [operating.md](operating.md#escalation). Without it nobody is.

${entries(escalationSection.shape)}
${entries(step.shape, '  ')}

\`\`\`yaml
escalation:
  steps:
    - { after: 5m, notify: on_call }
    - { after: 10m, notify: on_call_next }
    - { after: 20m, webhook: pagerduty }
\`\`\`

### \`on_call\`

Who is on call, a week each in turn. \`/arb-alerts duty\` shows it, and \`/arb-alerts duty swap\` puts somebody else in.

${entries(onCallSection.shape)}

\`\`\`yaml
on_call:
  people: [U0123ABCD, U0456EFGH]
  handover: { day: monday, time: '09:00' }
  zone: Asia/Seoul
  start: '2026-11-30'
\`\`\`
`;
