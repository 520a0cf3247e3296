import type Hls from 'hls.js';
import type * as engine from './hls-engine.js';

/** hls.js, and what plays with it. */
export type HlsCode = typeof engine & { readonly Hls: typeof Hls };

const loaded = new Map<boolean, Promise<HlsCode>>();

/** Whether the code is here, or on its way. */
export const hasHls = (light: boolean): boolean => loaded.has(light);

/** Loads hls.js and the engine around it, both at once, once for each build of hls.js. A load that failed is tried again. */
export function loadHls(light: boolean): Promise<HlsCode> {
  const loading =
    loaded.get(light) ??
    Promise.all([import('./hls-engine.js'), light ? import('hls.js/light') : import('hls.js')]).then(([engine, { default: Hls }]) => ({
      ...engine,
      Hls,
    }));
  loaded.set(light, loading);
  loading.catch(() => loaded.delete(light));
  return loading;
}
