import core from '@vendure/core';
import { pictureOf } from '../../table-goods/pictures.mjs';

const { DefaultStockDisplayStrategy, LanguageCode, dummyPaymentHandler, manualFulfillmentHandler, defaultOrderProcess } = core;

/** Tokens of the two channels: what a shopper sends as `vendure-token`. The euro channel is the default one. */
export const channels = { eur: 'table-eur', jpy: 'table-jpy' };

/** Shows stock as `IN_STOCK` and so on, or as the number of units; `show` may change while the shop runs. */
export class SwitchableStockDisplay extends DefaultStockDisplayStrategy {
  show = 'number';

  getStockLevel(ctx, variant, saleable) {
    return this.show === 'number' ? String(saleable) : super.getStockLevel(ctx, variant, saleable);
  }
}

/** Pictures are drawn on request, so nothing is ever stored. */
const drawnPictures = {
  async writeFileFromStream() {
    throw new Error('This shop stores no files.');
  },
  async writeFileFromBuffer() {
    throw new Error('This shop stores no files.');
  },
  async readFileToBuffer(name) {
    return Buffer.from(pictureOf(name) ?? '');
  },
  async readFileToStream() {
    throw new Error('This shop stores no files.');
  },
  async deleteFile() {},
  async fileExists(name) {
    return pictureOf(name) !== null;
  },
  toAbsoluteUrl: (request, name) => `${request.protocol}://${request.get('host')}/pictures/${name}`,
};

/** Everything but errors is silence; errors go to stderr, since stdout belongs to the line that says the shop is ready. */
const quietLogger = {
  error: (text, context, trace) => process.stderr.write(`[vendure] ${context ?? ''} ${text}\n${trace ? `${trace}\n` : ''}`),
  warn() {},
  info() {},
  verbose() {},
  debug() {},
};

/** The whole configuration. `database` are the bytes of a seeded database; without it the tables are made. */
export function shopConfig({ port, stock, database, middleware }) {
  const stockDisplay = new SwitchableStockDisplay();
  stockDisplay.show = stock;
  return {
    stockDisplay,
    config: {
      apiOptions: { port, hostname: '127.0.0.1', middleware, cors: { origin: true, credentials: true } },
      authOptions: {
        tokenMethod: ['bearer', 'cookie'],
        cookieOptions: { secret: 'a shop of examples has no secrets', sameSite: 'lax' },
        requireVerification: false,
      },
      defaultChannelToken: channels.eur,
      defaultLanguageCode: LanguageCode.en,
      logger: quietLogger,
      dbConnectionOptions: { type: 'sqljs', synchronize: !database, logging: false, ...(database ? { database } : {}) },
      catalogOptions: { stockDisplayStrategy: stockDisplay },
      assetOptions: { assetStorageStrategy: drawnPictures },
      orderOptions: { process: [defaultOrderProcess] },
      paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
      shippingOptions: { fulfillmentHandlers: [manualFulfillmentHandler] },
      customFields: {
        ProductVariant: ['compareAt', 'compareAtJpy', 'lowest30Days', 'lowest30DaysJpy'].map(name => ({
          name,
          type: 'int',
          nullable: true,
          public: true,
        })),
      },
      plugins: [],
    },
  };
}
