import { detailsStyles } from './details.js';
import { turningStyles } from './turning.js';

export { DetailsReader } from './details-reader.js';
export { detailsView } from './details.js';
export { turnByKey, turnView } from './turning.js';
export const styles = [turningStyles, detailsStyles];
