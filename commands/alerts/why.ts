import { explainMessage, t, withOthers } from '../../formatters';
import { isShortId } from '../../src/alerting/incidents/shortIds';
import { placeId } from '../../src/state/keys';
import { ephemeral } from '../command';
import { onlyTarget, requireTarget } from '../lib/parseTarget';
import { folded } from '../lib/plainText';
import { chooseOneAlert } from '../lib/selection/chooseOneAlert';
import type { Token } from '../lib/tokens';
import type { AlertSubcommand } from './subcommand';
import { timelineOf } from './timeline';

export const whySubcommand: AlertSubcommand = {
  words: ['why'],
  usage: 'why [target | id] [public]',
  examples: [{ text: 'why paper docker', meaning: t.commands.alerts.why }],
  role: 'viewer',
  async execute(words, deps) {
    const options = { ...deps.format, zone: deps.zone };
    if (!words.every(isPublicOrId)) {
      const args = onlyTarget(words, deps);
      const { place, others } = requireTarget(args.asked, t.commands.alerts.askAbout, deps);
      const message = explainMessage(await deps.alerts.explain(placeId(place)), options);
      return { message: withOthers(message, others), public: args.public };
    }
    const chosen = await chooseOneAlert(words, 'explain', deps);
    if ('answer' in chosen) return ephemeral(chosen.answer);
    const [first] = chosen.incident.targets;
    const message =
      first === undefined
        ? await timelineOf(chosen.incident, 1, deps)
        : explainMessage(await deps.alerts.explain(first.target), options);
    return { message, public: chosen.public };
  },
};

const isPublicOrId = ({ text, quoted }: Token): boolean =>
  !quoted && (folded(text) === 'public' || isShortId(folded(text)));
