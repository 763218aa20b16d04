import { reloadMessage, t } from '../../formatters';
import { ephemeral } from '../command';
import { authorize } from '../lib/authorize';
import { unexpectedArg } from '../lib/parseTarget';
import type { BotSubcommand } from './subcommand';

export const reloadCommand: BotSubcommand = {
  name: 'reload',
  usage: 'reload',
  get examples() {
    return [{ text: 'reload', meaning: t.commands.arb.reload }];
  },
  async execute([surplus], deps) {
    if (surplus !== undefined) throw unexpectedArg(surplus.text, t.commands.arb.nothingMore, []);
    const denial = await authorize('operator', deps);
    if (denial !== null) return ephemeral(denial);
    const { reload, requester, clock, zone } = deps;
    return ephemeral(reloadMessage(await reload(requester.userId), { now: clock.now(), zone }));
  },
};
