/** What the shop in memory sells in the replay: the products of the show, with their pictures in the file itself. */
import { scenes } from '../show/scenes.mjs';
import { memoryCodes, memoryProducts } from '../storefront/shops/memory-catalogue.mjs';
import { pictureOf } from '../table-goods/pictures.mjs';

const inline = address => `data:image/svg+xml,${encodeURIComponent(pictureOf(address.split('/').at(-1)))}`;

/** As the shop in memory takes it: `{ products, discountCodes }`. */
export function memoryGoods() {
  const shown = new Set(scenes.map(({ handle }) => handle));
  const products = memoryProducts
    .filter(({ handle }) => shown.has(handle))
    .map(({ url: _url, images, variants, ...product }) => ({
      ...product,
      images: images.map(inline),
      variants: variants.map(({ image, ...variant }) => ({ ...variant, ...(image !== images[0] && { image: inline(image) }) })),
    }));
  return { products, discountCodes: memoryCodes };
}
