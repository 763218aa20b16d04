import { dutyChangedMessage, dutyMessage, refusalMessage, t } from '../../formatters';
import { type CommandResponse, ephemeral } from '../command';
import { authorize } from '../lib/authorize';
import { UsageError } from '../lib/parseArgs';
import { unexpectedArg } from '../lib/parseTarget';
import { folded } from '../lib/plainText';
import { takeUntil } from '../lib/time/takeTime';
import type { Token } from '../lib/tokens';
import type { AlertDeps, AlertSubcommand } from './subcommand';

const text = () => t.commands.duty;

export const dutySubcommand: AlertSubcommand = {
  words: ['duty'],
  usage: 'duty [swap me [until 09:00] | swap U0123ABCD | clear]',
  get examples() {
    return [
      { text: 'duty', meaning: text().show },
      { text: 'duty swap me', meaning: text().swap },
      { text: 'duty clear', meaning: text().clear },
    ];
  },
  role: 'viewer',
  async execute(words, deps) {
    const [verb, ...rest] = words;
    switch (folded(verb?.text ?? '')) {
      case '':
        return { message: await shownDuty(deps), public: false };
      case 'public':
        return { message: await shownDuty(deps), public: true };
      case 'swap':
        return swap(rest, deps);
      case 'clear':
        if (rest[0] !== undefined) throw unexpectedArg(rest[0].text, text().nothingMore, []);
        return change({ kind: 'clear' }, deps);
      default:
        throw unexpectedArg(verb?.text ?? '', text().verbs, ['swap', 'clear']);
    }
  },
};

async function shownDuty({ alerts, clock, zone }: AlertDeps) {
  return dutyMessage(await alerts.duty(), clock.now(), { zone });
}

async function swap(words: readonly Token[], deps: AlertDeps): Promise<CommandResponse> {
  const { value, rest } = await takeUntil(words, deps);
  const [person, ...others] = rest;
  if (person === undefined)
    throw new UsageError({ word: '', problem: text().whoMissing, expected: text().who, suggestion: null });
  if (others[0] !== undefined) throw unexpectedArg(others[0].text, text().nothingMore, []);
  return change({ kind: 'swap', userId: userNamed(person, deps), until: value?.at ?? null }, deps);
}

/** Slack hands over what was typed: `@name` without an id, unless the app has names escaped: `<@U0123ABCD|name>`. */
function userNamed({ text: word }: Token, { requester }: AlertDeps): string {
  if (folded(word) === 'me') return requester.userId;
  const [, id] =
    /^(?:<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>)$/.exec(word) ?? /^@?([UW][A-Z0-9]{2,20})$/.exec(word) ?? [];
  if (id !== undefined) return id;
  const problem = word.startsWith('@') ? text().onlyAName : text().nobody;
  throw new UsageError({ word, problem, expected: text().who, suggestion: null });
}

async function change(
  request: Parameters<AlertDeps['alerts']['changeDuty']>[0],
  deps: AlertDeps,
): Promise<CommandResponse> {
  const denial = await authorize('operator', deps);
  if (denial !== null) return ephemeral(denial);
  const { alerts, requester, clock, zone } = deps;
  const result = await alerts.changeDuty(request, requester.userId);
  if (result.kind === 'refused') return ephemeral(refusalMessage(result.refusal));
  return ephemeral(dutyChangedMessage(await alerts.duty(), clock.now(), { zone }));
}
