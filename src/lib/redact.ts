const SLACK_TOKEN = /x(?:ox[a-z]|app)-[\w.-]+/g;
/** Whoever knows a response_url may post through it. */
const RESPONSE_URL = /(\/(?:commands|actions|response_url)\/)[^\s"'\\]+/g;
/** What Slack's payloads, headers and addresses carry that opens something: as a field, and in a form or an address. */
const FIELD = /\b((?:trigger_id|token|x-slack-signature|authorization)\\*" ?: ?\\*")[^"\\]+/gi;
const PARAMETER = /\b((?:trigger_id|token|ticket)=)[^&\s"'\\]+/gi;

/** Shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 4;

/** A line of JSON with no secret in it, whatever was logged. The line is JSON before and after. */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(encodingsOf);
  // One may stand in another, whose rest would be left.
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (line) =>
    longestFirst
      .reduce((text, form) => text.replaceAll(form, '[secret]'), line)
      .replace(SLACK_TOKEN, '[token]')
      .replace(RESPONSE_URL, '$1[secret]')
      .replace(FIELD, '$1[secret]')
      .replace(PARAMETER, '$1[secret]');
}

/** As it stands, and as requests carry it; each also in JSON, and in JSON in JSON. */
const encodingsOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  const encoded = [
    encodeURIComponent(bytes.toString()),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
  return [secret, ...encoded].flatMap((form) => [jsonEscaped(jsonEscaped(form)), jsonEscaped(form)]);
};

const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1);
