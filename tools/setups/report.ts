import type { CaseResult } from './runCase';
import { BOT_VERDICTS, type CaseGroup } from './setUp';
import type { VerifiedStep } from './sixSteps';

/** A line a case, for a terminal. */
export const resultLine = ({ name, wrong, run, bot }: CaseResult): string =>
  `${wrong === null ? 'ok  ' : 'FAIL'}  ${String(run.code).padEnd(2)} ${(bot ?? '').padEnd(12)} ${name}${wrong === null ? '' : `\n      ${wrong}`}`;

/** What was run and how it ended. */
export function summaryOf(results: readonly CaseResult[]): string {
  const failed = results.filter(({ wrong }) => wrong !== null).length;
  const healthy = results.filter(({ bot }) => bot === 'healthy').length;
  return `${results.length} set-ups: ${results.length - failed} as they should be, ${failed} not. ${healthy} of them look healthy.`;
}

export interface Page {
  readonly groups: readonly CaseGroup[];
  readonly results: readonly CaseResult[];
  readonly tolerated: readonly CaseResult[];
  readonly steps: readonly VerifiedStep[];
  readonly when: Date;
}

/** docs/doctor.md. */
export function pageText({ groups, results, tolerated, steps, when }: Page): string {
  const byName = new Map(results.map((result) => [result.name, result]));
  const sections = groups.map(({ title, cases }) => {
    const rows = cases.map(({ name, source }) => {
      const { line = null, fix = null, run, bot = null } = byName.get(name) ?? {};
      const shown =
        line === null
          ? 'not printed'
          : [code(line), ...(fix === null ? [] : [`→ ${code(fix)}`])].join('<br>');
      return `| ${name}${source === null ? '' : ` ([report](${source}))`} | ${shown} | ${run?.code ?? ''} | ${bot === null || bot === 'healthy' ? bot : BOT_VERDICTS[bot]} |`;
    });
    return [`## ${title}`, '', ...HEAD, ...rows].join('\n');
  });
  const kept = tolerated.map(({ name }) => `- ${name}`);
  return [
    introduction(results, when),
    stepsText(steps),
    ...sections,
    ['## What is taken as it is meant', '', 'With these, too, doctor finds nothing wrong:', '', ...kept].join(
      '\n',
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What doctor printed of each step of the README. */
const stepsText = (steps: readonly VerifiedStep[]): string =>
  [
    '## The six steps',
    '',
    'The steps of [Connect a workspace](../README.md#connect-a-workspace), and the lines by which doctor verifies each, as it printed them beside the bot that they lead to:',
    '',
    ...steps.map(({ step, lines }, i) =>
      [
        `${i + 1}. ${step}`,
        ...lines.map((line) => `   - ${line === null ? 'not printed' : code(line)}`),
      ].join('\n'),
    ),
  ].join('\n');

const HEAD = ['| set-up | what doctor prints | exit code | the bot |', '|---|---|---|---|'];

const introduction = (results: readonly CaseResult[], when: Date): string => `# Doctor

\`arbwatch doctor\` tries everything that the bot needs: tokens, scopes, channels, people, Redis, the store, the machine. Each
line says what was tried and seen, and the line below it how to fix it. It exits with 0; 1 for warnings; 2 for errors. \`--json\` prints the
same for programs. \`/arb doctor\` does it in Slack. To the alert channels it posts a message each, and deletes it at once; to people who are
paged a message is scheduled and taken back, so that nobody is disturbed. Nothing is pinged.

At every start the bot tries all of this that shows nothing in Slack. What is wrong is logged and counted in \`arbwatch_setup_faults\`; an error makes
\`/healthz/alerting\` return 503, a warning is named there. It looks again every 5 min until the errors are gone. The start does not wait for it.

Below are ${results.length} wrong set-ups, many of them drawn from public bug reports of comparable programs, each with the line that
doctor printed, and below it how to fix it. \`npm run setups -- --write\` wrote this page on ${when.toISOString().slice(0, 10)}: it ran \`arbwatch doctor\` and then the bot as
processes of their own, against real Redis servers and the Slack emulator. ${results.filter(({ bot }) => bot === 'healthy').length} of them looked healthy.`;

/** As code in a table of Markdown. */
const code = (text: string): string => {
  const inner = text.replaceAll('|', '\\|');
  return inner.includes('`') ? `\`\` ${inner} \`\`` : `\`${inner}\``;
};
