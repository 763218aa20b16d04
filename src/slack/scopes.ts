/** A bot scope of manifest.yml; `required` where the bot is of no use without it. */
export interface BotScope {
  readonly scope: string;
  readonly required: boolean;
  /** Whether this configuration needs it at all. */
  readonly isNeeded: (config: { readonly namesGroups: boolean; readonly alerts: boolean }) => boolean;
}

/** Every scope that manifest.yml asks for, in its order. */
export const BOT_SCOPES: readonly BotScope[] = [
  { scope: 'commands', required: true, isNeeded: () => true },
  { scope: 'chat:write', required: true, isNeeded: ({ alerts }) => alerts },
  { scope: 'channels:history', required: false, isNeeded: ({ alerts }) => alerts },
  { scope: 'groups:history', required: false, isNeeded: ({ alerts }) => alerts },
  { scope: 'usergroups:read', required: true, isNeeded: ({ namesGroups }) => namesGroups },
];
