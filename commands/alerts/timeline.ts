import { shortMessage, t, timelineJson, timelineMessage } from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import { type CommandResponse, notThere } from '../command';
import { chooseOneAlert } from '../lib/selection/chooseOneAlert';
import { zoneOfRequester } from '../lib/time/takeTime';
import type { AlertDeps, AlertSubcommand } from './subcommand';

const PAGE = /^\d{1,3}$/;

export const timelineSubcommand: AlertSubcommand = {
  words: ['timeline'],
  usage: 'timeline [id | target] [page] [public]',
  get examples() {
    return [{ text: 'timeline paper docker', meaning: t.commands.alerts.timeline }];
  },
  role: 'viewer',
  readsOnly: true,
  async execute(words, deps) {
    const isPage = ({ text, quoted }: (typeof words)[number]): boolean => !quoted && PAGE.test(text);
    const page = Number(words.find(isPage)?.text ?? 1);
    const chosen = await chooseOneAlert(
      words.filter((word) => !isPage(word)),
      'timeline',
      deps,
    );
    if ('answer' in chosen) return notThere(chosen.answer);
    return { ...(await timelineOf(chosen.incident, page, deps)), public: chosen.public };
  },
};

/** In the requester's own zone, where it is known. */
export async function timelineOf({ id }: Incident, page: number, deps: AlertDeps): Promise<CommandResponse> {
  const timeline = await deps.alerts.timeline(id);
  if (timeline === null) return notThere(shortMessage(t.alerts.response.noAlertOfId(id)));
  const { zone } = await zoneOfRequester(deps);
  const message = timelineMessage(timeline, Math.max(1, page), { ...deps.format, zone });
  return { message, data: timelineJson(timeline), public: false };
}
