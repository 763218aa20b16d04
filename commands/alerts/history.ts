import { historyJson, historyMessage, t } from '../../formatters';
import { RETENTION_MS } from '../../src/alerting/incidents/retention';
import { addMs } from '../../src/lib/time';
import { placeId } from '../../src/state/keys';
import { UsageError } from '../lib/parseArgs';
import { parseAlertArgs, rejectUnknownEnv, requireTarget } from '../lib/parseTarget';
import { folded } from '../lib/plainText';
import { parseDuration } from '../lib/time/duration';
import { hasProblem } from '../lib/time/timeProblem';
import type { AlertSubcommand } from './subcommand';

const DEFAULT_MS = 86_400_000;
const FILLERS = ['last', 'past', 'since'];

export const historySubcommand: AlertSubcommand = {
  words: ['history'],
  usage: 'history [24h | 7d] [target] [public]',
  get examples() {
    return [
      { text: 'history', meaning: t.commands.alerts.history },
      { text: 'history 7d live docker', meaning: t.commands.alerts.historyOf },
    ];
  },
  role: 'viewer',
  readsOnly: true,
  async execute(words, deps) {
    const args = parseAlertArgs(words, deps);
    const typed = args.rest.filter((word) => !FILLERS.includes(folded(word))).join(' ');
    const ms = typed === '' ? DEFAULT_MS : durationIn(typed);
    if (ms === null) {
      rejectUnknownEnv(args.asked, args.rest, deps);
      throw usageError(typed, t.commands.alerts.notAPeriod);
    }
    if (ms > RETENTION_MS) throw usageError(typed, t.commands.alerts.tooLong);
    const target =
      args.asked === null ? null : placeId(requireTarget(args.asked, t.commands.alerts.askAbout, deps).place);
    const history = await deps.alerts.history(addMs(deps.clock.now(), -ms), target);
    const message = historyMessage(history, { ...deps.format, zone: deps.zone });
    return { message, data: historyJson(history), public: args.public };
  },
};

function durationIn(text: string): number | null {
  const parsed = parseDuration(text);
  return parsed === null || hasProblem(parsed) ? null : parsed.value;
}

const usageError = (word: string, problem: string): UsageError =>
  new UsageError({ word, problem, expected: t.commands.alerts.period, suggestion: null });
