import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { recordedShow } from '../static-host.mjs';

// `recordedShow` answers for the show of this repository. Take it out when you have one of your own.
export default defineConfig({ plugins: [react(), recordedShow] });
