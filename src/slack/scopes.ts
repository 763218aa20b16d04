/** A bot scope of manifest.yml. */
export interface BotScope {
  readonly scope: string;
  /** `required`: something that was configured does not work without it; `optional`: a comfort. */
  readonly need: 'required' | 'recommended' | 'optional';
  /** Whether this configuration needs it at all. */
  readonly isNeeded: (config: { readonly namesGroups: boolean; readonly alerts: boolean }) => boolean;
}

/** Every scope that manifest.yml asks for, in its order. */
export const BOT_SCOPES: readonly BotScope[] = [
  { scope: 'commands', need: 'required', isNeeded: () => true },
  { scope: 'chat:write', need: 'required', isNeeded: ({ alerts }) => alerts },
  { scope: 'channels:history', need: 'recommended', isNeeded: ({ alerts }) => alerts },
  { scope: 'groups:history', need: 'recommended', isNeeded: ({ alerts }) => alerts },
  { scope: 'usergroups:read', need: 'required', isNeeded: ({ namesGroups }) => namesGroups },
  { scope: 'users:read', need: 'optional', isNeeded: () => true },
  { scope: 'reactions:read', need: 'optional', isNeeded: ({ alerts }) => alerts },
  { scope: 'app_mentions:read', need: 'optional', isNeeded: () => true },
  { scope: 'pins:write', need: 'optional', isNeeded: () => true },
  { scope: 'im:history', need: 'optional', isNeeded: () => true },
];
