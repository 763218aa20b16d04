const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/browser'],
  globalSetup: '<rootDir>/test/browser/ensureChromium.ts',
  testPathIgnorePatterns: ['/node_modules/'],
  // What draws the blocks stands on packages that are ES modules only, which Jest cannot require.
  transform: {
    ...base.transform,
    '/node_modules/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(playwright-core|axe-core|@slack|ioredis|pino|zod|luxon)/'],
  testTimeout: 30_000,
};
