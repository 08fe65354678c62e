import { defineConfig } from 'vite';
import optimizeLocales from '@react-aria/optimize-locales-plugin';

// The page comes out of the program itself: relative addresses, no source maps, nothing inlined, names by content.
export default defineConfig({
  base: './',
  plugins: [{ ...optimizeLocales.vite({ locales: ['uk-UA', 'en-US'] }), enforce: 'pre' }],
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      // "use client" of the component kit means nothing here.
      onwarn(warning, report) {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') report(warning);
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8122' } },
});
