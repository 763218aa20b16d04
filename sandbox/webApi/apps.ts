import { randomHex } from '../ids';
import { BOT_USER } from '../world/people';
import { method } from './method';

const authTest = method({
  token: 'either',
  answer: (core) => ({
    url: `${core.url}/`,
    team: core.world.team.name,
    user: BOT_USER.name,
    team_id: core.world.team.id,
    user_id: BOT_USER.id,
    bot_id: core.app.botId,
    is_enterprise_install: false,
  }),
});

const openConnection = method({
  token: 'app',
  scope: 'connections:write',
  answer(core) {
    const ticket = randomHex(16);
    core.tickets.add(ticket);
    return { url: `${core.url.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${core.app.id}` };
  },
});

/** What an app asks of itself. */
export const appMethods = { 'auth.test': authTest, 'apps.connections.open': openConnection };
