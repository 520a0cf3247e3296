/** Flat drawings of the things on sale, so that the example shops have pictures without a single binary file. */

const colours = {
  Oat: '#d9c7a7',
  Slate: '#66727c',
  Moss: '#75825a',
  Cobalt: '#2c4f9e',
  Chalk: '#e9e6df',
  Brass: '#b88a3b',
  Ink: '#2a2d3a',
  Natural: '#d8cbb3',
  White: '#f4f2ee',
  Rust: '#a9512f',
  Indigo: '#39427f',
  Plum: '#6c3a5c',
  Sand: '#cdb48b',
  Black: '#2b2b2b',
  Walnut: '#6d4a33',
  Birch: '#d3b68c',
};

const shapes = {
  mug: fill =>
    `<path d="M110 150h150v130a40 40 0 0 1-40 40h-70a40 40 0 0 1-40-40z" fill="${fill}"/><path d="M262 175h20a38 38 0 0 1 0 76h-20" fill="none" stroke="${fill}" stroke-width="20"/><ellipse cx="185" cy="150" rx="75" ry="15" fill="#0003"/>`,
  lamp: fill =>
    `<path d="M150 90h100l50 110H100z" fill="${fill}"/><path d="M193 200h14v110h-14z" fill="#8b6b4a"/><path d="M140 310h120v16H140z" fill="#8b6b4a"/><circle cx="200" cy="206" r="16" fill="#fff3c4"/>`,
  linen: fill =>
    `<path d="M90 130l220-30v200l-220 30z" fill="${fill}"/><path d="M90 165l220-30M90 295l220-30" stroke="#0002" stroke-width="6"/><path d="M90 130l110 95 110-125z" fill="#0001"/>`,
  knife: fill => `<path d="M70 250l190-110q40-20 40 24L120 270z" fill="#c3c9cf"/><path d="M64 246l58 24-34 22-52-22z" fill="${fill}"/>`,
  tea: fill =>
    `<path d="M130 120h140v200H130z" fill="${fill}"/><path d="M140 96h120v24H140z" fill="#0005"/><path d="M150 180h100v80H150z" fill="#fff8"/><path d="M200 245q-34-20 0-52 34 32 0 52" fill="#75825a"/>`,
};

const size = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400"';
const shapeIn = (shape, colour) => (shapes[shape] ?? shapes.mug)(colours[colour] ?? colours.Natural);

/** An SVG of 400 by 400. A colour it does not know gives the plain one. */
export function drawPicture(shape, colour = 'Natural') {
  const ground = '<path d="M0 0h400v400H0z" fill="#f3efe8"/><ellipse cx="200" cy="330" rx="130" ry="14" fill="#0001"/>';
  return `<svg ${size}>${ground}${shapeIn(shape, colour)}</svg>`;
}

/** The thing of that picture alone, without ground and shadow: for a scene of its own, as the video of the show is. */
export function drawThing(shape, colour = 'Natural') {
  return `<svg ${size}>${shapeIn(shape, colour)}</svg>`;
}

/** The file name of a picture and back: `mug-Cobalt.svg`. */
export const pictureName = (shape, colour) => `${shape}-${colours[colour] ? colour : 'Natural'}.svg`;

/** The picture of a file name, or null when no such thing is drawn. */
export function pictureOf(name) {
  const [, shape, colour] = /^([a-z]+)-([A-Za-z]+)\.svg$/.exec(name) ?? [];
  return shape && shapes[shape] && colours[colour] ? drawPicture(shape, colour) : null;
}
