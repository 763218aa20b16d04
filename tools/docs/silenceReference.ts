import { maintenanceWindowSchema, quietHoursSchema } from '../../src/config/silences/silenceSchema';
import { entries } from './escalationReference';

/** The parts of the file that say when nothing is sent. */
export const SILENCES = `### \`maintenance\`

Recurring times in which the alerts of some targets are held back; see [operating.md](operating.md#silence). Monitoring goes on,
and a summary follows at the end. On a day on which the clocks change, a time that they skip is the moment of the change, and of
one that they show twice the window has the whole.

${entries(maintenanceWindowSchema.shape)}

\`\`\`yaml
maintenance:
  - name: weekend
    targets: ['paper:*']
    days: [sat, sun]
    from: '22:00'
    to: '23:00'
    zone: Asia/Seoul
\`\`\`

### \`quiet_hours\`

Times in which alerts of some severities are held back, of all targets. Digests come all the same.

${entries(quietHoursSchema.shape)}

\`\`\`yaml
quiet_hours:
  - severities: [info, warning]
    from: '23:00'
    to: '07:00'
    zone: Asia/Seoul
\`\`\`
`;
