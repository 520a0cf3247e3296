import { commerceConformance, ucpConformanceShop, type UcpShop } from '@shopcast/testing';
import { http } from 'msw';
import { setupWorker, type SetupWorker } from 'msw/browser';
import { cannot, supports } from './testing/supports.js';

/** The shop at the other end of the line. Each case has its own. */
let shop: UcpShop | undefined;

async function answer({ request }: { readonly request: Request }): Promise<Response> {
  const { url, method, headers } = request;
  const body = await request.text();
  return (await shop?.fetch(url, { method, headers, ...(body ? { body } : {}) })) ?? Response.error();
}

describe('UCP, with the fetch of a real browser', () => {
  let worker: SetupWorker;
  before(async () => {
    worker = setupWorker(http.all('https://shop.example/*', answer));
    await worker.start({ quiet: true, onUnhandledFrame: 'bypass' });
  });
  after(() => worker.stop());

  commerceConformance({
    test: it,
    skip: (name, reason) => it.skip(`${name} (${reason})`),
    supports,
    cannot,
    create() {
      const made = ucpConformanceShop({}, { fetch: (url, init) => globalThis.fetch(url, init) });
      shop = made.ucp;
      return made;
    },
  });
});
