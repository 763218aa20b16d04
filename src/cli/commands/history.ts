import { InvalidArgumentError } from 'commander';
import { parsePast } from '../../../commands/lib/time/past';
import { recordedMessage, t } from '../../../formatters';
import type { RecordedSample } from '../../history/model/recordedSample';
import { placeOfId } from '../../state/keys';
import type { Cli, OpenHistory } from '../cli';
import { CommandFailure, CommandUsageError } from '../failure';
import { readConfig, readHistoryConfig } from '../readConfig';
import { messageText } from '../render/messageText';
import { csvHead, csvLines, sampleJson } from '../render/sampleText';
import { type DisplayFlags, viewIn } from '../view';
import { type CliCommand, withJson } from './cliCommand';

const text = () => t.terminal.history;

interface Flags {
  readonly target?: string;
  readonly since?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

interface Span {
  readonly target: string;
  readonly from: Date;
  readonly to: Date;
}

/** So many are read at once: the history answers within a second. */
const PAGE = 2_000;
const POINTS = 96;
const DEFAULT_SINCE = '24h';

export const historyCommand: CliCommand<Flags> = {
  name: 'history',
  get about() {
    return text().about;
  },
  get notes() {
    return text().notes;
  },
  get examples() {
    return [
      { text: 'arbwatch history --target paper:docker', meaning: text().chart },
      { text: 'arbwatch history --target live:docker --since 7d --csv', meaning: text().file },
    ];
  },
  options: (command) =>
    withJson(
      command
        .option('--target <target>', text().target, targetTyped)
        .option('--since <time>', text().since, DEFAULT_SINCE),
    ).option('--csv', text().csv),
  run: (cli) => async (_, flags) => {
    const { target, since = DEFAULT_SINCE, json, csv } = flags;
    if (target === undefined) throw new CommandUsageError(text().needsTarget);
    if (json && csv) throw new CommandUsageError(text().jsonOrCsv);
    const span = { target, ...timeOf(since, cli) };
    const config = readHistoryConfig(cli);
    const history = cli.openHistory(config);
    const signal = cli.interruption();
    try {
      await requireRecord(target, history, signal);
      if (csv) await printCsv(span, history, cli, signal);
      else if (json) await printJson(span, history, cli, signal);
      else await printChart(span, history, cli, flags, signal);
      return 0;
    } finally {
      await history.close();
    }
  },
};

/** `paper:docker`, or `paper docker` in quotes. Throws InvalidArgumentError. */
function targetTyped(typed: string): string {
  const target = typed.trim().replace(/\s+/, ':');
  if (placeOfId(target) === null) throw new InvalidArgumentError(t.terminal.history.wrongTarget);
  return target;
}

function timeOf(since: string, { clock, terminal }: Cli): { readonly from: Date; readonly to: Date } {
  const to = clock.now();
  const context = { now: to, zone: terminal.zone };
  const from = parsePast(`${since} ago`, context) ?? parsePast(since, context);
  if (from === null || from >= to) throw new CommandUsageError(`--since ${since}: ${text().wrongSince}`);
  return { from, to };
}

async function requireRecord(target: string, history: OpenHistory, signal: AbortSignal): Promise<void> {
  const known = (await history.targets(signal)).map((each) => each.target);
  if (!known.includes(target)) throw new CommandFailure(text().unknown(target, known.join(', ')));
}

async function printCsv(span: Span, history: OpenHistory, { terminal }: Cli, signal: AbortSignal) {
  terminal.stdout.write(csvHead());
  for await (const page of pagesOf(span, history, signal)) terminal.stdout.write(csvLines(page));
}

async function printJson(span: Span, history: OpenHistory, { terminal }: Cli, signal: AbortSignal) {
  const samples: object[] = [];
  for await (const page of pagesOf(span, history, signal)) samples.push(...page.map(sampleJson));
  const { gaps } = await history.series({ ...span, field: 'totalBalance', points: 1 }, signal);
  terminal.stdout.write(`${JSON.stringify({ ...span, samples, gaps }, null, 2)}\n`);
}

async function printChart(
  span: Span,
  history: OpenHistory,
  cli: Cli,
  flags: DisplayFlags,
  signal: AbortSignal,
) {
  const { currency, currencies } = readConfig(cli);
  const series = await history.series({ ...span, field: 'totalBalance', points: POINTS }, signal);
  const view = viewIn(cli, flags);
  const message = recordedMessage(series, {
    demo: false,
    isUnlimited: true,
    currency,
    currencies,
    zone: view.zone,
  });
  cli.terminal.stdout.write(`${messageText(message, view)}\n`);
}

/** All that is recorded in a time, page by page. */
async function* pagesOf(
  span: Span,
  history: OpenHistory,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedSample[]> {
  for (let { from } = span; ; ) {
    const page = await history.samples({ ...span, from, limit: PAGE }, signal);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    from = new Date(last.at.getTime() + 1);
  }
}
