import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { recordedShow } from '../static-host.mjs';

const isCustomElement = tag => tag.startsWith('shopcast-');

export default defineConfig({
  // `recordedShow` answers for the show of this repository. Take it out when you have one of your own.
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } }), recordedShow],
  // These know light-dark(). What vite puts in its place for older ones does not reach into the elements, and a theme would be dark on dark.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
});
