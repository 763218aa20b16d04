import { silencesMessage, t } from '../../formatters';
import { addMs } from '../../src/lib/time';
import { type CommandResponse, ephemeral } from '../command';
import { authorize } from '../lib/authorize';
import { UsageError } from '../lib/parseArgs';
import { folded } from '../lib/plainText';
import { parseSilenceArgs, parseSilencedTarget } from '../lib/silenceArgs';
import { beginSilenceFor, endSilencesOf, typedWithCritical } from '../lib/silencing';
import { takeRange } from '../lib/time/takeTime';
import { type Token, typedText } from '../lib/tokens';
import type { AlertDeps, AlertSubcommand } from './subcommand';

const DEFAULT_MS = 3_600_000;
/** In ms. */
const LONGEST_MS = 30 * 86_400_000;

export const maintenanceSubcommand: AlertSubcommand = {
  words: ['maintenance'],
  usage: 'maintenance [end] [target | all] [22:00-23:00 | 1h] [critical] [reason]',
  get examples() {
    return [
      { text: 'maintenance paper docker 22:00-23:00 deploy', meaning: t.silences.usage.maintenance },
      { text: 'maintenance all 30m critical', meaning: t.silences.usage.maintenanceAll },
      { text: 'maintenance end paper docker', meaning: t.silences.usage.maintenanceEnd },
      { text: 'maintenance', meaning: t.silences.usage.maintenanceList },
    ];
  },
  role: 'viewer',
  takesText: true,
  async execute(words, deps) {
    const [first, ...others] = words;
    if (first === undefined) {
      const options = { ...deps.format, zone: deps.zone };
      return ephemeral(silencesMessage(await deps.alerts.silences(), options));
    }
    const denial = await authorize('operator', deps);
    if (denial !== null) return ephemeral(denial);
    if (!first.quoted && ['end', 'stop'].includes(folded(first.text)))
      return ephemeral(await endSilencesOf(['maintenance'], parseSilencedTarget(others, deps), false, deps));
    return begin(words, deps);
  },
};

async function begin(words: readonly Token[], deps: AlertDeps): Promise<CommandResponse> {
  const { value, zone, rest, before } = await takeRange(words, deps);
  const { targets, critical, reason } = parseSilenceArgs(rest, before, deps);
  const now = deps.clock.now();
  const { from, to: until } = value ?? { from: now, to: addMs(now, DEFAULT_MS) };
  if (until > addMs(now, LONGEST_MS))
    throw new UsageError({
      word: typedText(words),
      ...{ problem: t.silences.usage.maintenanceTooLong, expected: t.silences.usage.range, suggestion: null },
    });
  const silence = { kind: 'maintenance', targets, from, until, reason, includesCritical: critical } as const;
  return ephemeral(
    await beginSilenceFor(silence, deps, {
      zone,
      example: `/arb-alerts maintenance ${typedWithCritical(words, reason)}`,
    }),
  );
}
