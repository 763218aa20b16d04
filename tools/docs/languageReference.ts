import { describePath } from '../../src/config/schema/describe';

const expectedAt = (...path: readonly string[]): string => describePath(path).expected;

export const LANGUAGES_REFERENCE = `### \`languages\`

The languages of channels that have another one than \`LANGUAGE\`: of alerts, digests and public answers in them. What one person alone reads
is in that person's language.

- Expected: ${expectedAt('languages')}. The language: ${expectedAt('languages', '')}.

\`\`\`yaml
language: en
languages:
  C0123SEOUL: ko
\`\`\`
`;
