const SLACK_TOKEN = /x(?:ox[a-z]|app)-[\w.-]+/g;
/** Anybody who knows a response_url can post through it. */
const RESPONSE_URL = /(\/(?:commands|actions|response_url)\/)[^\s"'\\]+/g;
/** The secrets in Slack's payloads, headers and URLs: as a JSON field, and in a form or a query. */
const FIELD = /\b((?:trigger_id|token|x-slack-signature|authorization)\\*" ?: ?\\*")[^"\\]+/gi;
const PARAMETER = /\b((?:trigger_id|token|ticket)=)[^&\s"'\\]+/gi;

/** Redacting shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 4;

/** Secrets by their values: a reload of the configuration may add some, and none is ever forgotten. */
export class KnownSecrets {
  private longestFirst: readonly string[] = [];

  constructor(secrets: readonly string[] = []) {
    this.add(secrets);
  }

  add(secrets: readonly string[]): void {
    const forms = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(encodingsOf);
    // One may be part of another, whose rest would be left.
    this.longestFirst = [...new Set([...this.longestFirst, ...forms])].sort((a, b) => b.length - a.length);
  }

  /** Removes all secrets from a line of JSON, which stays JSON. */
  redact(line: string): string {
    return this.longestFirst
      .reduce((text, form) => text.replaceAll(form, '[secret]'), line)
      .replace(SLACK_TOKEN, '[token]')
      .replace(RESPONSE_URL, '$1[secret]')
      .replace(FIELD, '$1[secret]')
      .replace(PARAMETER, '$1[secret]');
  }
}

/** As it is, and as requests encode it; each also escaped for JSON, once and twice. */
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
