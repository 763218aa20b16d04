import { explainMessage, explanationJson, t, withOthers } from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import { isShortId } from '../../src/alerting/incidents/shortIds';
import { placeId, type TargetId } from '../../src/state/keys';
import { notThere } from '../command';
import { onlyTarget, requireTarget } from '../lib/parseTarget';
import { folded } from '../lib/plainText';
import { chooseOneAlert } from '../lib/selection/chooseOneAlert';
import type { Token } from '../lib/tokens';
import type { AlertDeps, AlertSubcommand } from './subcommand';
import { timelineOf } from './timeline';

export const whySubcommand: AlertSubcommand = {
  words: ['why'],
  usage: 'why [target | id] [public]',
  get examples() {
    return [{ text: 'why paper docker', meaning: t.commands.alerts.why }];
  },
  role: 'viewer',
  readsOnly: true,
  async execute(words, deps) {
    if (!words.every(isPublicOrId)) {
      const args = onlyTarget(words, deps);
      const { place, others } = requireTarget(args.asked, t.commands.alerts.askAbout, deps);
      const { message, data } = await explained(placeId(place), deps);
      return { message: withOthers(message, others), data, public: args.public };
    }
    const chosen = await chooseOneAlert(words, 'explain', deps);
    if ('answer' in chosen) return notThere(chosen.answer);
    return { ...(await explanationOf(chosen.incident, deps)), public: chosen.public };
  },
};

/** Why an incident is open: what is known of its first target, or of one without, what happened. Throws StateUnavailableError. */
export function explanationOf(incident: Incident, deps: AlertDeps) {
  const [first] = incident.targets;
  return first === undefined ? timelineOf(incident, 1, deps) : explained(first.target, deps);
}

async function explained(target: TargetId, { alerts, format, zone }: AlertDeps) {
  const explanation = await alerts.explain(target);
  return { message: explainMessage(explanation, { ...format, zone }), data: explanationJson(explanation) };
}

const isPublicOrId = ({ text, quoted }: Token): boolean =>
  !quoted && (folded(text) === 'public' || isShortId(folded(text)));
