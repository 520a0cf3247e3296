import { testSpa } from '../../tools/lib/spa-test.mjs';

testSpa('spa-react');
