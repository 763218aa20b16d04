import { silencesMessage, t } from '../../formatters';
import { addMs } from '../../src/lib/time';
import { ephemeral } from '../command';
import { UsageError } from '../lib/parseArgs';
import { parseSilenceArgs, parseSilencedTarget } from '../lib/silenceArgs';
import { beginSilenceFor, endSilencesOf, typedWithCritical } from '../lib/silencing';
import { takeUntil } from '../lib/time/takeTime';
import { typedText } from '../lib/tokens';
import type { AlertSubcommand } from './subcommand';

/** In ms. */
const LONGEST_MS = 365 * 86_400_000;

export const muteSubcommand: AlertSubcommand = {
  words: ['mute'],
  usage: 'mute <target | all> [3d] [critical] [reason]',
  get examples() {
    return [
      { text: 'mute paper docker 3d', meaning: t.silences.usage.mute },
      { text: 'mute paper docker critical', meaning: t.silences.usage.muteForGood },
    ];
  },
  role: 'operator',
  takesText: true,
  async execute(words, deps) {
    const { value, zone, rest, before } = await takeUntil(words, deps);
    const { targets, critical, reason } = parseSilenceArgs(rest, before, deps);
    const now = deps.clock.now();
    const until = value?.at ?? null;
    const typed = typedText(words);
    if (until !== null && until > addMs(now, LONGEST_MS))
      throw new UsageError({
        ...{ word: typed, problem: t.silences.usage.muteTooLong, expected: t.silences.usage.until },
        suggestion: null,
      });
    const silence = { kind: 'mute', targets, from: now, until, reason, includesCritical: critical } as const;
    return ephemeral(
      await beginSilenceFor(silence, deps, {
        zone,
        example: `/arb-alerts mute ${typedWithCritical(words, reason)}`,
      }),
    );
  },
};

export const unmuteSubcommand: AlertSubcommand = {
  words: ['unmute'],
  usage: 'unmute <target | all>',
  get examples() {
    return [{ text: 'unmute paper docker', meaning: t.silences.usage.unmute }];
  },
  role: 'operator',
  execute: async (words, deps) =>
    ephemeral(await endSilencesOf(['mute'], parseSilencedTarget(words, deps), true, deps)),
};

export const mutedSubcommand: AlertSubcommand = {
  words: ['muted', 'silences'],
  usage: 'muted [public]',
  get examples() {
    return [{ text: 'muted', meaning: t.silences.usage.muted }];
  },
  role: 'viewer',
  readsOnly: true,
  async execute(_words, deps) {
    const options = { ...deps.format, zone: deps.zone };
    const silences = await deps.alerts.silences();
    return { message: silencesMessage(silences, options), data: silences, public: false };
  },
};
