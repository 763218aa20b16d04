import { InvalidArgumentError } from 'commander';
import { parseDocument } from 'yaml';
import { t } from '../../../formatters';

/** Creates an app from the manifest behind it. Source: docs.slack.dev/app-manifests/configuring-apps-with-app-manifests. */
const NEW_APP = 'https://api.slack.com/apps?new_app=1&manifest_yaml=';

export interface ManifestFlags {
  /** The URL that Slack's requests go to; Socket Mode without. */
  readonly http?: string;
  /** Prints the link that creates the app. */
  readonly open?: boolean;
}

/** The app manifest for Socket Mode, or for requests to a URL; or the link that creates the app with it. */
export function manifestText(manifest: string, { http, open = false }: ManifestFlags): string {
  const text = http === undefined ? manifest : overHttp(manifest, http);
  return open ? linkTo(text) : text;
}

/** Where Slack's requests go, by the bot's public address. Throws InvalidArgumentError. */
export function requestUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw new InvalidArgumentError(t.terminal.manifest.notAnAddress);
  return `${url.origin}/slack/events`;
}

/** The same, with comments kept, and each command, button and event sent to the address. */
function overHttp(manifest: string, url: string): string {
  const document = parseDocument(manifest);
  document.setIn(['settings', 'socket_mode_enabled'], false);
  document.setIn(['settings', 'interactivity', 'request_url'], url);
  const { features, settings } = document.toJS();
  for (const i of features.slash_commands.keys())
    document.setIn(['features', 'slash_commands', i, 'url'], url);
  if (settings.event_subscriptions !== undefined)
    document.setIn(['settings', 'event_subscriptions', 'request_url'], url);
  return document.toString({ lineWidth: 0 });
}

/** Comments are left out: a link may not be too long. */
function linkTo(manifest: string): string {
  const plain = manifest
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .join('\n');
  return `${NEW_APP}${encodeURIComponent(plain)}`;
}
