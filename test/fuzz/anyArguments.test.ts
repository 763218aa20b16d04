import fc from 'fast-check';
import { createProgram } from '../../src/cli/commandLine';
import { cliHarness } from '../helpers/cliHarness';
import { loadRecordingIntoMemory } from '../helpers/recording';
import { always, answered } from './always';
import { hostileText } from './text';

/** Those that write no file and no Redis, and every option there is. */
const program = createProgram(cliHarness().cli);
const NAMES = program.commands
  .map((command) => command.name())
  .filter((name) => !/^(?:ex|im)port$/.test(name));
const OPTIONS = program.commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? []));
const WORDS = [
  'live',
  'paper',
  'docker',
  'd28',
  'tuning',
  'why',
  'history',
  'ack',
  'all',
  '5',
  '24h',
  'bash',
  '',
];

const word = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...OPTIONS, '--help', '--no-color', '--'),
  fc.tuple(fc.constantFrom(...OPTIONS), hostileText).map(([option, value]) => `${option}=${value}`),
  hostileText,
);
const args = fc.tuple(fc.constantFrom(...NAMES, '', '--check-config'), fc.array(word, { maxLength: 5 }));

test('Any arguments end with 0, 1 or 2 and a text that moves no cursor', async () => {
  await always(
    answered(args, async ([name, words]) => {
      const cli = cliHarness();
      loadRecordingIntoMemory(cli.store);
      cli.env.ALERT_CHANNEL = 'C0ALERTS';
      cli.env.SLACK_BOT_TOKEN = 'xoxb-1';
      // What repeats is ended once it has shown something.
      cli.onWrite = () => cli.interrupted.abort();
      const code = await cli.run(name, ...words).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'ConfigError') return 2;
        throw error;
      });
      expect([0, 1, 2]).toContain(code);
      const printed = [...cli.stdout, ...cli.stderr].join('');
      expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
    }),
    80,
  );
});
