/* global module, require */
const { defineConfig } = require('@medusajs/framework/utils');

// Pages of this machine may ask, whatever their port. A real shop lists its origins here.
const ownPages = '/^https?:\\/\\/(localhost|127\\.0\\.0\\.1)(:\\d+)?$/';

module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseLogging: false,
    http: {
      storeCors: ownPages,
      adminCors: ownPages,
      authCors: ownPages,
      jwtSecret: 'a shop of examples has no secrets',
      cookieSecret: 'a shop of examples has no secrets',
    },
  },
});
