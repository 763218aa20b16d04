import { explainMessage, t, withOthers } from '../../formatters';
import { placeId } from '../../src/state/keys';
import { onlyTarget, requireTarget } from '../lib/parseTarget';
import type { AlertSubcommand } from './subcommand';

export const whySubcommand: AlertSubcommand = {
  words: ['why'],
  usage: 'why <target> [public]',
  examples: [{ text: 'why paper docker', meaning: t.commands.alerts.why }],
  role: 'viewer',
  async execute(words, deps) {
    const args = onlyTarget(words, deps);
    const { place, others } = requireTarget(args.asked, t.commands.alerts.askAbout, deps);
    const explanation = await deps.alerts.explain(placeId(place));
    const message = explainMessage(explanation, { ...deps.format, zone: deps.zone });
    return { message: withOthers(message, others), public: args.public };
  },
};
