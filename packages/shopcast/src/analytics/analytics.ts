import type { ShopcastShow } from '@shopcast/elements';
import { analyticsEntry, analyticsTypes, type AnalyticsEntry } from './analytics-events.js';

/**
 * What happened, in the words of GA4, for pages that pass it on to an analytics tool of another kind. Sent from the show, and only while its
 * `consent` is `granted`. Cancel it to keep it out of `dataLayer`.
 */
export class ShopcastAnalyticsEvent extends CustomEvent<AnalyticsEntry> {
  constructor(entry: AnalyticsEntry) {
    super('shopcast-analytics', { detail: entry, bubbles: true, composed: true, cancelable: true });
  }
}

/**
 * Tells the page's analytics what happens in its shows: as `shopcast-analytics` events, and in `window.dataLayer` where the page has one. Nothing is
 * told, nor kept for later, while a show's `consent` is not `granted`.
 * @returns how to stop
 */
export function startAnalytics(page: Document = document): () => void {
  const hear = (event: Event): void => {
    const show = event.composedPath().find((one): one is ShopcastShow => one instanceof Element && one.localName === 'shopcast-show');
    if (show?.consent !== 'granted') return;
    // The cart that a wish speaks of is the one before it came true.
    const entry = analyticsEntry(event as CustomEvent, show);
    if (entry && show.dispatchEvent(new ShopcastAnalyticsEvent(entry))) tell(page.defaultView, entry);
  };
  for (const type of analyticsTypes) page.addEventListener(type, hear);
  return () => {
    for (const type of analyticsTypes) page.removeEventListener(type, hear);
  };
}

function tell(page: (Window & { dataLayer?: unknown }) | null, entry: AnalyticsEntry): void {
  const layer = page?.dataLayer;
  if (!Array.isArray(layer)) return;
  // Tag managers keep the last `ecommerce` object and would mix it into the next.
  if (entry.ecommerce) layer.push({ ecommerce: null });
  layer.push(entry);
}

declare global {
  interface DocumentEventMap {
    'shopcast-analytics': ShopcastAnalyticsEvent;
  }
  interface HTMLElementEventMap {
    'shopcast-analytics': ShopcastAnalyticsEvent;
  }
}
