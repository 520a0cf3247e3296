/**
 * What happens in the show: eight scenes of eight seconds, one product each. A scene is as long as 200 frames at 25 fps and 5 segments of 1.6 s, so a
 * scene always begins with a segment, and the loop of 64 s repeats for ever without drift (3,000 AAC frames at 48 kHz are exactly as long).
 */
import { products } from '../table-goods/catalogue.mjs';
import { drawings } from '../table-goods/drawings.mjs';

export const frameRate = 25;
/** ms */
export const sceneTime = 8000;

/** `colours`: those of the thing that are seen; `act`: how they move; `others`: pictures that play along; `decor`: what hangs on the wall; `says`: the captions, each for its share of the scene. */
const plan = [
  {
    handle: 'table-runner',
    line: 'Two colours, two lengths, two weaves',
    decor: 'frame',
    act: 'gather',
    colours: ['Natural', 'Indigo'],
    says: ['The table runner, long and narrow.', 'Natural or indigo, plain or herringbone.', 'For tables too pretty to cover.'],
  },
  {
    handle: 'linen-napkins',
    line: 'Washed linen, mitred corners',
    decor: 'window',
    act: 'gather',
    colours: ['Natural', 'Rust', 'Indigo'],
    says: ['Napkins of washed linen.', 'Hemmed, with mitred corners.', 'In twos, in fours, in eights.'],
  },
  {
    handle: 'desk-lamp',
    line: 'An arm of ash, a shade that turns',
    decor: 'none',
    act: 'light',
    colours: ['Chalk', 'Brass'],
    says: ['The turning lamp: an arm of ash.', 'The shade turns, and so does the mood.', 'In chalk, in ink, and in brass.'],
  },
  {
    handle: 'chefs-knife',
    line: 'Carbon steel, ground on both sides',
    decor: 'none',
    act: 'pass',
    colours: ['Walnut', 'Birch'],
    says: ['The chef’s knife, in carbon steel.', 'Ground on both sides, for either hand.', 'A handle of walnut, or of birch.'],
  },
  {
    handle: 'stoneware-mug',
    line: 'Thrown by hand, 300 ml',
    decor: 'shelf',
    act: 'turntable',
    colours: ['Oat', 'Slate', 'Moss', 'Cobalt'],
    says: ['This is the stoneware mug, thrown by hand.', 'Oat, slate, moss and cobalt: four glazes.', 'It holds 300 millilitres.'],
  },
  {
    handle: 'espresso-cups',
    line: 'Two cups of 80 ml, stackable',
    decor: 'frame',
    act: 'lift',
    colours: ['Natural'],
    says: ['A pair of espresso cups, 80 millilitres each.', 'They stack, so they are never in the way.', 'And there are not many left.'],
  },
  {
    handle: 'sencha-tea',
    line: 'Steamed, from the first picking',
    decor: 'shelf',
    act: 'leaves',
    colours: ['Natural'],
    says: [
      'Sencha, the first picking of the year.',
      'Steamed, green, and bright in the cup.',
      'Fifty grams, a hundred, or a quarter kilo.',
    ],
  },
  {
    handle: 'coffee-pot',
    line: 'A dallah of hammered copper',
    decor: 'window',
    act: 'pour',
    colours: ['Natural'],
    others: ['espresso-cups Natural'],
    says: ['A dallah: a pot for coffee.', 'Hammered from copper, to brew and to pour.', 'For two, or for the whole table.'],
  },
];

/** What is behind a thing that hangs on a wall. */
const oak = '#a9804f';

/** The scenes in order; `from` and `to` are ms of the loop; title, picture and colours of the room are those of the store. */
export const scenes = plan.map((scene, index) => {
  const { title, picture } = products.find(({ handle }) => handle === scene.handle);
  const { wall, table = oak } = drawings[picture];
  return { ...scene, title, picture, wall, table, from: index * sceneTime, to: (index + 1) * sceneTime };
});

/** ms */
export const loopTime = scenes.length * sceneTime;

/** The captions of the loop: `{ from, to, text }` in ms, in order. */
export const captions = scenes.flatMap(({ from, says }) => {
  const share = sceneTime / says.length;
  return says.map((text, index) => ({ from: Math.round(from + index * share), to: Math.round(from + (index + 1) * share) - 120, text }));
});
