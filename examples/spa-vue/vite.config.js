import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { recordedShow } from '../static-host.mjs';

const isCustomElement = tag => tag.startsWith('shopcast-');

// `recordedShow` answers for the show of this repository. Take it out when you have one of your own.
export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } }), recordedShow] });
