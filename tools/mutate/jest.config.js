const { readdirSync, readFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { transform } = require('../../jest.config.js');

/*
 * The tests that mutation testing repeats for each mutant: those that run in memory. A test that starts a server, a process
 * or the whole bot would make a run take days.
 */

const ROOT = join(__dirname, '../..');
const FOLDERS = ['alerting', 'notify', 'jobs', 'digests'];
const CHOSEN = (process.env.MUTATE_TESTS ?? '').split(' ').filter((path) => path !== '');
const STARTS = /\b(startRedis|startArbwatch|startRawSlack|startTestCluster|spawn|listen|BotUnderTest)\b/;

const filesIn = (folder) =>
  readdirSync(join(ROOT, 'test', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(ROOT, 'test', folder, name));

/** Whether the file, or a helper that it imports, starts something. */
function starts(file, seen = new Set()) {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const helpers = [...text.matchAll(/from '(\.{1,2}\/[^']*)'/g)]
    .map(([, path]) => `${join(dirname(file), path)}.ts`)
    .filter((path) => relative(join(ROOT, 'test'), path).startsWith('helpers/'));
  return STARTS.test(text) || helpers.some((helper) => starts(helper, seen));
}

/** @type {import('jest').Config} */
module.exports = {
  rootDir: ROOT,
  testEnvironment: 'node',
  transform,
  testTimeout: 20_000,
  // The sources, too, so that the tests that depend on a changed file are found.
  roots: ['test', 'src', 'commands', 'formatters', 'sandbox', 'tools'].map((name) => join(ROOT, name)),
  testMatch: FOLDERS.flatMap(filesIn)
    .filter((file) => CHOSEN.length === 0 || CHOSEN.some((path) => relative(ROOT, file).startsWith(path)))
    .filter((file) => !starts(file)),
};
