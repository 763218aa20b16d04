import type { Notification } from '../../notify/model/notification';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import type { Activator, ActiveConfiguration, ConfigurationContent } from './activeConfiguration';
import { type ConfigurationReport, REPORTED } from './configurationReport';
import { settingChanges } from './settingChanges';

/** What an instance asks for at its start, and when its file has changed. */
export interface ActivationRequest {
  readonly content: ConfigurationContent;
  readonly by: Activator;
  /** Changed settings that only a restart applies, by their names. */
  readonly needsRestart: readonly string[];
}

/**
 * The next generation of the configuration, with its announcement in the alert channel; null where the same content is active
 * already, as after the restart of one instance, or where another instance was first. The first one that is ever stored is
 * not announced: there is nothing that it differs from.
 */
export function activateConfiguration(
  known: AlertState,
  { content, by, needsRestart }: ActivationRequest,
  now: Date,
  settings: AlertSettings,
): EvaluationResult | null {
  const before = known.configuration;
  if (before?.hash === content.hash) return null;
  const generation = (before?.generation ?? 0) + 1;
  const configuration: ActiveConfiguration = {
    generation,
    ...content,
    settings: { ...content.settings },
    activatedAt: now,
    activatedBy: by,
    checkIntervalMs: settings.checkIntervalMs,
    refused: [],
  };
  const changes = before === undefined ? [] : settingChanges(before.settings, content.settings);
  const report: ConfigurationReport = {
    kind: 'activated',
    generation,
    by,
    changes: changes.slice(0, REPORTED),
    omitted: Math.max(0, changes.length - REPORTED),
    needsRestart: [...needsRestart],
  };
  const id = `configuration:${generation}:${content.hash}`;
  return {
    ...NOTHING,
    state: { ...known, configuration },
    notifications: before === undefined ? [] : announcements(id, report, now, settings.channel, before),
    audit: [
      {
        at: now,
        actor: by.userId,
        action: { kind: 'configuration', generation, how: by.how },
        incident: null,
        target: null,
      },
    ],
    logLines: [`configuration generation ${generation} is active`],
  };
}

const NOTHING = { cancelled: [], expiredIncidents: [] } as const;

/** Where alerts went until now, people read that they go elsewhere. */
function announcements(
  id: string,
  report: ConfigurationReport,
  now: Date,
  channel: string,
  { settings }: ActiveConfiguration,
): Notification[] {
  const former = settings.alert_channel;
  const common = { kind: 'configuration', detectedAt: now, report } as const;
  return [
    { ...common, id, channel },
    ...(typeof former === 'string' && former !== channel
      ? [{ ...common, id: `${id}:former`, channel: former }]
      : []),
  ];
}

/** A file that an instance refused, and why. */
export interface RefusedFile {
  /** Of its text. */
  readonly hash: string;
  readonly file: string | null;
  readonly problems: readonly { readonly where: string; readonly message: string }[];
  readonly by: Activator;
}

/** So many refused files are remembered. */
const REFUSED_KEPT = 20;
const SHOWN_LENGTH = 300;

/** That a file was refused, for the alert channel; null where that was said of the same file since the last activation. */
export function refuseConfiguration(
  known: AlertState,
  { hash, file, problems, by }: RefusedFile,
  now: Date,
  { channel }: AlertSettings,
): EvaluationResult | null {
  const { configuration } = known;
  if (configuration?.refused.includes(hash)) return null;
  const report: ConfigurationReport = {
    kind: 'refused',
    by,
    file,
    problems: problems.slice(0, REPORTED).map(({ where, message }) => ({
      where: where.slice(0, SHOWN_LENGTH),
      message: message.slice(0, SHOWN_LENGTH),
    })),
    omitted: Math.max(0, problems.length - REPORTED),
  };
  const id = `configuration:refused:${configuration?.generation ?? 0}:${hash}`;
  const refused = [hash, ...(configuration?.refused ?? [])].slice(0, REFUSED_KEPT);
  return {
    ...NOTHING,
    state: { ...known, ...(configuration && { configuration: { ...configuration, refused } }) },
    notifications: [{ kind: 'configuration', id, channel, detectedAt: now, report }],
    audit: [],
    logLines: [],
  };
}
