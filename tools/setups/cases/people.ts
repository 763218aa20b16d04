import { type CaseGroup, report, withEnv, withFile } from '../setUp';

const paging = (person: string) => `escalation: { steps: [{ after: 5m, notify: ${person} }] }\n`;

/** What is wrong with the people whom the configuration names. */
export const peopleCases: CaseGroup = {
  title: 'People',
  cases: [
    {
      name: 'nobody who may mute',
      source: null,
      wrong: withEnv({ OPERATORS: undefined }),
      line: 'warning  OPERATORS is not set: nobody may mute, snooze for longer than 1 h, or page people',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'an operator who left',
      source: null,
      wrong: (world) => {
        const { slack } = world;
        slack.world.deactivate('viewer', true);
        world.after(() => slack.world.deactivate('viewer', false));
        return { env: { OPERATORS: 'U0OPERATOR,U0VIEWER' } };
      },
      line: 'warning  The account of U0VIEWER (OPERATORS) is deactivated',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a user group of operators that does not exist',
      source: report('grafana-cold-storage/oncall', 4398),
      wrong: withEnv({ OPERATORS: 'S0NOBODY' }),
      line: 'warning  Slack does not say who is in the user group S0NOBODY (OPERATORS): no_such_subteam',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'an escalation to somebody of another workspace',
      source: report('grafana-cold-storage/oncall', 1855),
      wrong: withFile(paging('U0ELSEWHERE')),
      line: 'error  Slack knows no user U0ELSEWHERE (escalation.steps.0)',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'somebody on call who left',
      source: null,
      wrong: (world) => {
        const { slack } = world;
        slack.world.deactivate('seoul', true);
        world.after(() => slack.world.deactivate('seoul', false));
        return {
          files: {
            'arbwatch.yaml': `on_call: { people: [U0OPERATOR, U0SEOUL], handover: { day: monday, time: '09:00' } }\n${paging('on_call')}`,
          },
        };
      },
      line: 'error  The account of U0SEOUL (on_call) is deactivated',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'an escalation to a bot',
      source: null,
      wrong: withFile(paging('U0ARBWATCH')),
      line: 'error  U0ARBWATCH (escalation.steps.0) is a bot: nobody reads what it is sent',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'an escalation to somebody who takes no direct message of the app',
      source: report('grafana-cold-storage/oncall', 5514),
      wrong: ({ slack }) => {
        slack.fail(
          'chat.scheduleMessage',
          { error: 'channel_not_found' },
          { when: ({ channel }) => channel === 'U0VIEWER' },
        );
        return { files: { 'arbwatch.yaml': paging('U0VIEWER') } };
      },
      line: 'error  Slack takes no direct message for U0VIEWER (escalation.steps.0): channel_not_found',
      code: 2,
      bot: 'unhealthy',
    },
  ],
};
