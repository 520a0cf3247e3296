import { detailsStyles } from './details.js';
import { turningStyles } from './turning.js';

export { policiesView, reviewsView } from './details.js';
export { turnByKey, turnView } from './turning.js';
export const styles = [turningStyles, detailsStyles];
