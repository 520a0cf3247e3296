export { parseManifest, parseState } from '@shopcast/core';
