import { alertsJson, alertsOverviewMessage, shortMessage, t } from '../formatters';
import { ALERT_SUBCOMMANDS } from './alerts';
import type { AlertDeps, AlertSubcommand } from './alerts/subcommand';
import { type Command, type CommandResponse, ephemeral, notThere } from './command';
import { refreshButton } from './lib/answerButtons';
import { authorize } from './lib/authorize';
import { joinTargets, UsageError } from './lib/parseArgs';
import { parseAlertArgs, unexpectedArg } from './lib/parseTarget';
import { folded } from './lib/plainText';
import { envsOf } from './lib/resolveTarget';
import { type Token, tokenize } from './lib/tokens';

const NAME = '/arb-alerts';
const NAMES = ALERT_SUBCOMMANDS.map(({ words: [name] }) => name);
const ALL_WORDS = ALERT_SUBCOMMANDS.flatMap(({ words }) => words);

export const arbAlerts: Command = {
  name: NAME,
  mayWrite: true,
  isQuestion: (text) =>
    tokenize(text).every((word) => {
      const subcommand = subcommandOf(word);
      return subcommand === null || subcommand.readsOnly === true;
    }),
  get description() {
    return t.commands.alerts.description;
  },
  usageHint: `[${NAMES.join('|')}] [target] [time]`,
  get examples() {
    return [
      { text: NAME, meaning: t.commands.alerts.all },
      ...ALERT_SUBCOMMANDS.flatMap(({ examples }) =>
        examples.map(({ text, meaning }) => ({ text: `${NAME} ${text}`, meaning })),
      ),
    ];
  },
  async execute(text, deps) {
    const { subcommand, words } = parseSubcommand(joinTargets(tokenize(text), envsOf(deps)));
    const { alerts } = deps;
    if (alerts === null) return notThere(shortMessage(t.alerts.response.notSetUp()));
    if (subcommand === null) return overview(words, { ...deps, alerts });
    const refused = await authorize(subcommand.role, deps);
    if (refused !== null) return ephemeral(refused);
    return withUsageOf(subcommand, () => subcommand.execute(words, { ...deps, alerts }));
  },
};

const subcommandOf = ({ text, quoted }: Token): AlertSubcommand | null =>
  quoted
    ? null
    : (ALERT_SUBCOMMANDS.find(({ words }) => words.some((word) => word === folded(text))) ?? null);

/** Its name may stand anywhere; where a text may follow, it stands first. Throws UsageError for a second one. */
function parseSubcommand(words: readonly Token[]): {
  readonly subcommand: AlertSubcommand | null;
  readonly words: readonly Token[];
} {
  const [first, ...others] = words;
  const leading = first === undefined ? null : subcommandOf(first);
  if (leading?.takesText) return { subcommand: leading, words: others };
  const isName = (word: Token): boolean =>
    subcommandOf(word)?.takesText === undefined && subcommandOf(word) !== null;
  const [named, ...more] = words.filter(isName);
  const subcommand = named === undefined ? null : subcommandOf(named);
  const second = more.find((word) => subcommandOf(word) !== subcommand);
  if (second !== undefined) throw unexpectedArg(second.text, t.commands.alerts.oneVerb, []);
  return { subcommand, words: words.filter((word) => !isName(word)) };
}

async function overview(words: readonly Token[], deps: AlertDeps): Promise<CommandResponse> {
  const { asked, public: isPublic, rest } = parseAlertArgs(words, deps);
  const [unknown] = rest;
  if (unknown !== undefined)
    throw unexpectedArg(unknown, t.commands.alerts.verbOrTarget(NAMES.join(', ')), [...ALL_WORDS, 'help']);
  if (asked !== null) throw unexpectedArg(asked.mode, t.commands.alerts.verbBefore(NAMES.join(', ')), []);
  const options = { ...deps.format, zone: deps.zone };
  const shown = await deps.alerts.overview();
  const message = alertsOverviewMessage(shown, options);
  return { message, data: alertsJson(shown), public: isPublic, buttons: refreshButton(NAME) };
}

/** What was typed wrongly is answered with how this subcommand is typed. */
async function withUsageOf(
  { usage }: AlertSubcommand,
  execute: () => Promise<CommandResponse>,
): Promise<CommandResponse> {
  try {
    return await execute();
  } catch (error) {
    throw error instanceof UsageError
      ? new UsageError({ usage: `${NAME} ${usage}`, ...error.problem })
      : error;
  }
}
