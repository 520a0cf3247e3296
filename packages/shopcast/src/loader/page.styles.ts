import { space } from './space.js';

const waiting = 'shopcast-show:not(:defined, [await-start], [without-layout], [hidden])';

/**
 * `cdn/shopcast.css`: keeps the space of shows before any script has run, without hiding what stands inside them. The loader takes over by `await-start`.
 */
export const pageStyles = `
  ${waiting} {
    display: flow-root;
    container-type: inline-size;
  }
  ${waiting}::before {
    content: '';
    float: left;
  }
  ${space(`${waiting}::before`, `${waiting}[landscape]::before`)}
`;
