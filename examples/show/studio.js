/* global document, FontFace, Image */
/** The page that make.mjs drives: hands out the picture of any frame. */
import { drawFrame } from './stage.js';

const [drawing, layer] = Array.from(document.querySelectorAll('canvas'), canvas => canvas.getContext('2d'));

/** Takes what to draw. Pictures come as SVG of 400 by 400, by `handle colour`. */
globalThis.prepare = async ({ pictures, ...plan }) => {
  const load = async ([name, svg]) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    return [name, image];
  };
  const typeface = new FontFace('Young Serif', 'url(../storefront/public/fonts/young-serif.woff2)');
  document.fonts.add(await typeface.load());
  const ready = new Map(await Promise.all(Object.entries(pictures).map(load)));
  globalThis.frameAt = (frame, look) => {
    drawFrame(drawing, { ...plan, ...look, pictures: ready, layer, frame });
    return drawing.canvas.toDataURL('image/jpeg', 0.97).slice('data:image/jpeg;base64,'.length);
  };
};
