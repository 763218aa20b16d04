import { z } from 'zod';
import { setting } from './setting';
import { hasProtocol, isFilledIn, isOrigin, slackToken } from './values';

/** What connects the bot to Slack. */
export const SLACK_SETTINGS = {
  SLACK_BOT_TOKEN: setting(slackToken('xoxb-'), {
    description: 'The bot token of the installed Slack app ("Bot User OAuth Token").',
    expected: 'a bot token, which starts with xoxb-',
    example: 'xoxb-…',
    secret: true,
  }),
  SLACK_APP_TOKEN: setting(slackToken('xapp-'), {
    description:
      'The app-level token with the scope `connections:write`. When it is set, the bot uses Socket Mode.',
    expected: 'an app-level token, which starts with xapp-',
    example: 'xapp-…',
    secret: true,
  }),
  SLACK_SIGNING_SECRET: setting(
    z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/)
      .refine(isFilledIn),
    {
      description:
        'The signing secret of the Slack app, for HTTP mode: used when there is no `SLACK_APP_TOKEN`.',
      expected: 'the signing secret from the app\'s page "Basic Information"',
      example: '8f74…',
      secret: true,
    },
  ),
  PUBLIC_URL: setting(z.string().refine(isOrigin), {
    description:
      'The address at which Slack reaches this bot in HTTP mode, as `arbwatch manifest --http` was given it. `arbwatch doctor` tries it with a signed request; nothing else uses it.',
    expected: 'an https address without a path',
    example: 'https://arbwatch.example.com',
  }),
  SLACK_API_URL: setting(
    z.string().refine((text) => hasProtocol(text, ['https:', 'http:'])),
    {
      description: 'The address of the Slack Web API; change it only for GovSlack or an emulator.',
      expected: 'an http or https address',
      default: 'https://slack.com/api/',
    },
  ),
} as const;
