import { parseDocument } from 'yaml';

/** What is wrong with the words after `arbwatch manifest`. */
export class ManifestUsageError extends Error {
  override readonly name = 'ManifestUsageError';
}

/** Creates an app from the manifest behind it. Source: docs.slack.dev/app-manifests/configuring-apps-with-app-manifests. */
const NEW_APP = 'https://api.slack.com/apps?new_app=1&manifest_yaml=';

/**
 * The app manifest for Socket Mode; with `--http https://host`, for requests to that host; with `--open`, the link that
 * creates the app with it. Throws ManifestUsageError.
 */
export function manifestText(manifest: string, words: readonly string[]): string {
  const isLink = words.includes('--open');
  const rest = words.filter((word) => word !== '--open');
  if (rest.length === 0) return isLink ? linkTo(manifest) : manifest;
  const [flag, address, more] = rest;
  if (flag !== '--http' || more !== undefined)
    throw new ManifestUsageError(`"${flag === '--http' ? more : flag}" is not an option of manifest`);
  const text = overHttp(manifest, requestUrl(address));
  return isLink ? linkTo(text) : text;
}

function requestUrl(address = ''): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw new ManifestUsageError(
      `--http expects the public address of the bot, such as https://arbwatch.example.com`,
    );
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
