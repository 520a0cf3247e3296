/** Flat drawings of the things on sale, so that the example shops have pictures without a single binary file. */
import { drawings } from './drawings.mjs';

const colours = {
  Oat: '#e0cfae',
  Slate: '#66727c',
  Moss: '#8a9a66',
  Cobalt: '#2f55ab',
  Chalk: '#f1ebdf',
  Brass: '#c8922f',
  Ink: '#2a2d3a',
  Natural: '#ddd0b6',
  White: '#f8f5ee',
  Rust: '#b3552f',
  Indigo: '#39427f',
  Plum: '#6c3a5c',
  Sand: '#cdb48b',
  Black: '#33302f',
  Walnut: '#6d4a33',
  Birch: '#d9bd92',
};

/** The six colours of the store: everything that is not the thing itself is one of them. */
export const palette = { paper: '#f4ecdd', sand: '#d9c4a0', clay: '#bf5f3f', moss: '#7c8862', night: '#27324f', brass: '#d3a657' };

const channels = hex => [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16));
const mix = (hex, other, share) =>
  `#${channels(hex)
    .map((value, at) =>
      Math.round(value + (channels(other)[at] - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** A colour in the light from the upper left: where it shines, as it is, turned away, and where hardly any light comes. */
const tones = hex => ({ light: mix(hex, '#fff6e3', 0.45), base: hex, shade: mix(hex, '#2a2140', 0.2), deep: mix(hex, '#2a2140', 0.38) });

/** What a thing throws on the table behind it, or on the wall it hangs on. */
function shadowOf({ outline, ground = 318, onWall }) {
  const [lean, height] = [0.62, 0.2];
  const away = onWall ? 'translate(22 26)' : `matrix(1 0 ${-lean} ${height} ${lean * ground} ${ground * (1 - height)})`;
  return `<g transform="${away}" fill="#1d1730" stroke="#1d1730" stroke-width="0" opacity=".28">${outline}</g>`;
}

const size = 'xmlns="http://www.w3.org/2000/svg" width="400" height="400"';
const drawingOf = shape => drawings[shape] ?? drawings.mug;

function bodyOf({ own, body }, colour) {
  const plain = !colours[colour] || colour === 'Natural';
  return body(tones((plain && own) || colours[colour] || colours.Natural));
}

/** An SVG shown at 400 by 400: the thing in front of its wall, on its table, drawn near. A colour it does not know gives the plain one. */
export function drawPicture(shape, colour = 'Natural') {
  const drawing = drawingOf(shape);
  const { wall, table } = drawing;
  const room = `<path d="M0 0h400v400H0z" fill="${wall}"/>${table ? `<path d="M0 262h400v138H0z" fill="${table}"/>` : ''}`;
  return `<svg ${size} viewBox="20 24 360 360">${room}${shadowOf(drawing)}${bodyOf(drawing, colour)}</svg>`;
}

/**
 * The thing of that picture alone, without its room: for a scene of its own, as the video of the show is. It stands on y = 318 of 400 unless
 * its drawing says another `ground`; `shadow` throws it to the right, as in the picture.
 */
export function drawThing(shape, colour = 'Natural', { shadow = false } = {}) {
  const drawing = drawingOf(shape);
  return `<svg ${size} viewBox="0 0 400 400">${shadow ? shadowOf(drawing) : ''}${bodyOf(drawing, colour)}</svg>`;
}

/** Which of some option values is a colour that pictures know. */
export const colourAmong = values => values.find(value => colours[value]);

/** The file name of a picture and back: `mug-Cobalt.svg`. */
export const pictureName = (shape, colour) => `${shape}-${colours[colour] ? colour : 'Natural'}.svg`;

/** The picture of a file name, or null when no such thing is drawn. */
export function pictureOf(name) {
  const [, shape, colour] = /^([a-z]+)-([A-Za-z]+)\.svg$/.exec(name) ?? [];
  return shape && Object.hasOwn(drawings, shape) && Object.hasOwn(colours, colour) ? drawPicture(shape, colour) : null;
}
