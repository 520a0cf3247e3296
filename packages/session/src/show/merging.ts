export { mergeTransports } from '@shopcast/live';
