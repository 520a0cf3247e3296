/** Serves examples/live-origin below `/live-origin/` of another server: pages with a strict policy only ask their own. */
import { request } from 'node:http';
import { startExampleShop } from './example-shop.mjs';

const prefix = '/live-origin/';

/** @returns {{ middleware: import('koa').Middleware, stop: () => Promise<void> }} the origin starts when first asked */
export function liveOrigin() {
  let starting;
  const middleware = async (context, next) => {
    if (!context.url.startsWith(prefix)) return next();
    starting ??= startExampleShop('live-origin', 'url', { timeout: 60_000 });
    const { env } = await starting;
    const answer = await new Promise((resolve, reject) => {
      const asked = request(`${env.url}/${context.url.slice(prefix.length)}`, { method: context.method }, resolve);
      asked.on('error', reject);
      context.req.pipe(asked);
      context.res.on('close', () => asked.destroy());
    });
    context.status = answer.statusCode;
    context.set('content-type', answer.headers['content-type']);
    context.body = answer;
  };
  return { middleware, stop: async () => (await starting)?.stop() };
}
