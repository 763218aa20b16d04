import { readFile } from 'node:fs/promises';

/** Which of the secrets stand in a file, by their names. */
export async function secretsInFile(
  path: string,
  secrets: Readonly<Record<string, string>>,
): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return Object.entries(secrets)
    .filter(([, secret]) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
    .map(([name]) => name);
}
