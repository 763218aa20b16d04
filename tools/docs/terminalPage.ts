import { CLI_COMMANDS } from '../../src/cli/commands';
import { cliHarness } from '../../test/helpers/cliHarness';
import { loadRecordingIntoMemory } from '../../test/helpers/recording';
import { watchedBot } from '../../test/helpers/watchedBot';

/** A command as it is typed, and how wide the terminal is; a pipe where nothing says so. */
interface Typed {
  readonly line: string;
  readonly columns?: number;
}

/** docs/terminal.md: what the commands print over the recorded state of a real trading system, which then stops. */
export async function terminalPage(): Promise<string> {
  const bot = watchedBot();
  bot.clock.set('2026-11-22T07:41:41Z');
  loadRecordingIntoMemory(bot.store);
  await bot.check();
  const shown = async ({ line, columns }: Typed): Promise<string> => {
    const cli = cliHarness(bot);
    cli.env.ALERT_CHANNEL = 'C0ALERTS';
    if (columns !== undefined) Object.assign(cli.screen, { isTTY: true, columns });
    const code = await cli.run(...line.split(' '));
    const printed = `${cli.stdout.join('')}${cli.stderr.join('')}`.trimEnd();
    return `\`arbwatch ${line}\`${code === 0 ? '' : ` ends with ${code}`}:\n\n\`\`\`text\n${printed}\n\`\`\``;
  };
  const alive = [
    await shown({ line: 'status' }),
    await shown({ line: 'status paper docker' }),
    await shown({ line: 'tuning d28' }),
    await shown({ line: 'watch --once --no-color', columns: 40 }),
    await shown({ line: 'watch --target paper --json' }),
    await shown({ line: 'status dokcer' }),
    await shown({ line: 'tuning nosuch' }),
    await shown({ line: 'statsu' }),
  ];
  for (let second = 0; second < 120; second += 15) {
    bot.clock.advance(15_000);
    await bot.check();
  }
  const dead = [await shown({ line: 'alerts' }), await shown({ line: 'alerts why live docker' })];
  const [overview, one, tuning, narrow, json, env, session, command] = alive;
  return `# In a terminal

\`arbwatch\` without a command runs the bot. Its commands answer in a terminal what Slack's commands answer, in the same words, from the same Redis and the
same store. They change nothing: to acknowledge, snooze or mute, use Slack, where the bot knows who you are.

| command | what it does |
|---|---|
${CLI_COMMANDS.map(({ name, about }) => `| \`arbwatch ${name}\` | ${about} |`).join('\n')}

\`arbwatch --help\` lists them, \`arbwatch <command> --help\` has the words and options of one. In a checkout it is \`npm run -s arbwatch -- status\`, in the
container \`docker compose run --rm arbwatch status\`, and where [the package](deploying.md#as-a-package) is installed \`npx arbwatch status\`.

Settings are read as the bot reads them: from the environment, \`.env\` and \`arbwatch.yaml\` of the folder. \`status\`, \`tuning\` and \`watch\` need
only \`REDIS_URL\` and what else says where the traders' Redis is; \`alerts\` and \`digest\` also what the bot watches by (\`ALERT_CHANNEL\`, \`STORE_REDIS_URL\`).
No Slack token is needed. \`history\` and \`pnl\`
read the file of [the history](history.md) (\`HISTORY_FILE\`): run them where the bot keeps it; \`docker compose run\` has its volume.

<!-- Written by \`npm run docs\`: each command is run over what a real trading system wrote, recorded on 2026-11-22, in the zone Asia/Seoul. -->

## Exit codes

The same for every command:

| code | meaning |
|---|---|
| 0 | fine |
| 1 | it could not be done, such as when Redis cannot be read (stderr has one line that says why); or there is no such target, session or alert |
| 2 | the command line or the configuration is wrong |

\`arbwatch doctor\` ends with 1 for warnings and with 2 for errors.

## How the traders are

${overview}

${one}

${json}

With \`--json\`, \`status\`, \`tuning\`, \`alerts\` and \`digest\` print one JSON document; times are in ISO 8601, and null is "not reported".

## Watch

\`arbwatch watch\` shows all traders, \`arbwatch watch paper docker\` one, and \`arbwatch watch tuning d28\` a tuning session, every 2 seconds
(\`--interval\`) until \`q\` or Ctrl-C; the arrow keys, the space bar and \`j\` and \`k\` scroll. In a pipe, and with \`--once\`, it shows them once. It also takes the options of the trading
system's own \`watch_status.py\`.

Colours are shown on a terminal, unless \`NO_COLOR\` is set, \`TERM\` is \`dumb\` or \`--no-color\` is given; \`FORCE_COLOR=1\` shows them in a pipe, too. On 40 columns:

${narrow}

Below the traders stands the balance of the last 24 hours of each that has a history, from its lowest to its highest value; a dot is a time without a
value.

## The past

\`arbwatch pnl\` has the balance change per day, of all traders or of those that are named: what \`/arb-pnl\` shows in Slack, in days of \`TIMEZONE\`.
\`arbwatch status paper docker 7d\` and \`arbwatch digest\` look back, too.

\`\`\`
arbwatch pnl paper docker 30
arbwatch history --target paper:docker                       # the last 24 hours, drawn
arbwatch history --target paper:docker --since 7d --csv      # all that is recorded, a line a check
arbwatch history --target paper:docker --since 2026-11-22 --json
arbwatch rehearse --config new.yaml --since 30d              # which alerts other settings would have sent
arbwatch rehearse stale_after=120s --json                    # the same for one setting, over 7 days
\`\`\`

\`arbwatch history\` and \`arbwatch rehearse\` need no Redis. They read the file only, also while the bot writes it. Times are in UTC and ISO 8601; a value that was not reported is empty, in
JSON null. \`resolution\` says whether a line is a \`check\` or the last values of \`5min\` or \`1h\`: [what is kept for how long](history.md#what-is-kept-and-for-how-long).
With \`--json\` the times without a balance stand in \`gaps\`, with their reason.

## Tuning

${tuning}

A total that is typed behind the session counts for that reading; \`/arb-tuning\` in Slack remembers it.

## Alerts

All traders have stopped:

${dead.join('\n\n')}

## What is mistyped

${[env, session, command].join('\n\n')}

## Completions

\`\`\`
source <(arbwatch completions bash)                                          # in this shell
arbwatch completions bash > /etc/bash_completion.d/arbwatch
arbwatch completions zsh > "$fpath[1]/_arbwatch"
arbwatch completions fish > ~/.config/fish/completions/arbwatch.fish
\`\`\`

## Move the store

\`arbwatch export\` writes all that the bot keeps: targets, alerts and where their messages are in Slack, what waits to be sent, silences, who is on duty, the audit log, tuning totals and
balance notes. \`arbwatch import\` puts it into another store, be that one Redis or a cluster: an open alert goes on in the same message.

\`\`\`
systemctl stop arbwatch                        # every instance
arbwatch export arbwatch.jsonl
STORE_REDIS_URL=redis://new:6379 arbwatch import --dry-run arbwatch.jsonl
STORE_REDIS_URL=redis://new:6379 arbwatch import arbwatch.jsonl
\`\`\`

Then set \`STORE_REDIS_URL\` for the bot, too, and start it.

- The file is lines of JSON. Each has a checksum of itself and of all lines before it; a changed, missing or cut-off line is refused by its number, and nothing is
  written.
- It holds ids of Slack users and channels, names of traders and texts of alerts, but no token, no password and no address with a secret in it.
- The import is one step in Redis: all of it is there, or nothing.
- A store that is not empty is refused, unless \`--replace\` says to put the file in its place. A bot that runs meanwhile would put back what it remembers.
- What waited to be sent is looked up in Slack first, for it may have been sent since.
- Not in it: the history of balances, which is a file of its own (\`HISTORY_FILE\`), and requests of the last ten minutes.
`;
}
