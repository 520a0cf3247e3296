import '@shopcast/elements/define';
import './register.js';

export * from '@shopcast/elements';
