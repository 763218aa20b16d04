import { count } from '../../numbers';
import { pluralize } from '../units';

/** What the commands of the terminal say of themselves, and around what they show. */
export const terminal = {
  about:
    'Watches the traders of an arbitrage trading system, and alerts in Slack. Without a command it runs the bot.',
  exitCodes: [
    'Exit codes:',
    '  0  fine',
    '  1  it could not be done, such as when Redis cannot be read; or there is no such target, session or alert',
    '  2  the command line or the configuration is wrong',
  ].join('\n'),
  seeHelp: '(arbwatch --help lists all commands, arbwatch <command> --help the options of one.)',
  examples: 'Examples:',
  options: {
    json: 'print it as JSON',
    noColor: 'no colours, as with NO_COLOR; FORCE_COLOR=1 shows them in a pipe, too',
    language: (names: string) => `the language, ${names}; without it the one of LANGUAGE`,
    version: 'print the version',
    help: 'show this help',
  },
  helpCommand: 'shows the help of a command',
  run: 'runs the Slack bot until Ctrl-C or SIGTERM; the same as no command',
  checkConfig: 'checks the configuration without connecting to anything; also as arbwatch --check-config',
  doctor: {
    about: 'tries everything that the bot needs, and says how to fix what does not work',
    exitCodes: ['Exit codes:', '  0  all is well', '  1  warnings', '  2  errors'].join('\n'),
  },
  manifest: {
    about: "prints the Slack app's manifest",
    http: "for requests to the bot's public address, such as https://arbwatch.example.com, instead of Socket Mode",
    open: 'print the link that creates the app with it',
    notAnAddress: 'It is not the public address of a bot, such as https://arbwatch.example.com.',
  },
  pnl: 'The balance change per day, of each trader or of some, as the bot recorded it. To note a deposit, use Slack.',
  alerts: 'What is wrong now, who acknowledged it, and why. To acknowledge or snooze it, use Slack.',
  words: {
    status: 'live, paper or shadow, then an env; nothing for all traders',
    positions: 'a mode, then an env; nothing for all traders that have recorded something',
    pnl: 'traders such as paper docker, then a number of days (7); nothing for all traders',
    tuning: 'the start of a session id, then its total of iterations; nothing for the recent sessions',
    alerts:
      'why, history, timeline or muted, then a target or the id of an alert; nothing for the open alerts',
    digest: 'the name of a digest; nothing for the first',
  },
  watch: {
    about: 'shows the traders, one of them or a tuning session, again and again until q or Ctrl-C',
    notes: [
      'Without a target it shows all traders. In a pipe, with --once, and with --json but no --interval, it shows them once.',
      "The options are those of the trading system's own watch_status.py.",
    ].join('\n'),
    words: 'what to watch, as in `arbwatch status`; or tuning, then the start of a session id and its total',
    target: 'what kind of trader, or a tuning session',
    env: 'where it runs, any word (docker)',
    prefix: 'its key prefix, one of STATE_KEY_PREFIX (the first of them)',
    mode: 'the mode that a tuning session runs in (paper)',
    sessionId: 'the tuning session, by the start of its id',
    totalIterations: 'how many iterations the session has, for it is stored nowhere',
    interval: 'seconds between readings (2)',
    once: 'show it once',
    onceOrInterval: 'Either --once, or --interval with its seconds',
    jsonExample: 'the live trader on docker, as one line of JSON',
    balance: 'Balance, last 24 h (· is no value)',
    keys: (seconds: number) => `q quits · every ${count(seconds)} s`,
    moreAbove: (n: number) => `↑ ${pluralize(n, 'more line')}`,
    moreLines: (n: number) => `… ${pluralize(n, 'more line')}`,
    scroll: '↑↓ scroll',
    emptyEnv: 'It is empty: it tells where the trader runs, such as docker.',
    needsSession: '--target tuning needs --session-id, e.g. --session-id 80a9c657',
    otherMode: (mode: string, target: string) =>
      `--mode ${mode} does not go with --target ${target}: it tells the mode of a tuning session`,
    unknownPrefix: (prefix: string, prefixes: string) =>
      `--prefix ${prefix} is not one of STATE_KEY_PREFIX: ${prefixes}`,
    wordsAndOptions: 'Name what to watch by words or by --target and the options beside it, not by both',
    notASecond: 'It is not a number of seconds above 0.',
    tooLong: (seconds: number) => `It is longer than ${seconds} seconds, a day.`,
    notATotal: 'It is not a whole number above 0, such as 500.',
    notOneOf: (names: string) => `It is not one of ${names}.`,
  },
  history: {
    about: 'prints what the bot recorded of a trader: a chart, or all values as JSON or CSV',
    notes:
      'It reads the file of the bot (HISTORY_FILE), which may run meanwhile; Redis is not needed. Times are in ISO 8601, and a value that was not reported is empty, in JSON null.',
    target: 'the trader, such as paper:docker',
    since: 'from when on: 24h, 7d, 2026-11-22 or "2026-11-22 14:00"',
    csv: 'print it as CSV',
    chart: 'the last 24 h of the paper trader on docker, drawn',
    file: 'the last week, for a spreadsheet',
    jsonOrCsv: 'Either --json or --csv',
    needsTarget: 'Name the trader: --target paper:docker',
    wrongTarget: 'It is no trader, such as paper:docker.',
    wrongSince: 'It is no time that is past, such as 24h, 7d, 2026-11-22 or "2026-11-22 14:00".',
    unknown: (target: string, known: string) =>
      `Nothing is recorded of ${target}.${known === '' ? '' : ` Recorded are: ${known}.`}`,
  },
  completions: {
    about: 'prints what makes a shell complete the commands and options of arbwatch',
    shell: 'bash, zsh or fish',
    bash: 'for bash, in every new shell',
    bashNow: 'for bash, in this shell',
    zsh: 'for zsh, in every new shell',
    fish: 'for fish, in every new shell',
  },
  readOnly:
    'A terminal changes nothing, for it does not tell the bot who you are: type this in Slack, behind /arb-alerts.',
  cannotRead: (detail: string, since: Date) =>
    `The traders' state cannot be read: ${detail} (since ${since.toISOString()}).`,
  storeCannotBeRead: (detail: string, since: Date) =>
    `What the bot keeps cannot be read: ${detail} (since ${since.toISOString()}).`,
  cannotWrite: (detail: string) => `The output could not be written: ${detail}`,
};
