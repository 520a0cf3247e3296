import { defineConfig } from 'vite';
import { recordedShow } from '../static-host.mjs';

export default defineConfig({ plugins: [recordedShow] });
