import '@shopcast/elements/define';
import { startAnalytics } from './analytics/analytics.js';
import './register.js';

export * from '@shopcast/elements';
export { startAnalytics, ShopcastAnalyticsEvent } from './analytics/analytics.js';
export type { AnalyticsEntry, AnalyticsItem } from './analytics/analytics-events.js';

// A server has no page.
if (typeof document !== 'undefined') startAnalytics();
