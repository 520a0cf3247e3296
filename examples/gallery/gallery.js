/**
 * The frame of the gallery: one page per element, one section per state. A page is a little HTML for states that attributes alone make, and
 * a script of its own for those inside a show:
 *
 *   import { inShow, ready, state } from './gallery.js';
 *   state('Sold out', '<shopcast-product-card …>')        attributes alone
 *   await inShow('In a show', { list: ['mug'], feature: 'mug' }, '<shopcast-product-card>')
 *   ready();
 *
 * Time stands still at 1 January 2030, 12:00 UTC, so that a screenshot looks the same tomorrow; `?run` lets it pass.
 */
import '@shopcast/elements/define';
import { createShowSession } from '@shopcast/session';
import { createTestStage } from '@shopcast/testing/test-stage';

const query = new URLSearchParams(location.search);
const states = document.querySelector('.states') ?? document.body.appendChild(makeStates());
if (query.has('lang')) document.documentElement.lang = query.get('lang') ?? 'en';
if (query.has('dir')) document.documentElement.dir = query.get('dir') ?? 'ltr';
if (query.has('scheme')) document.documentElement.style.colorScheme = query.get('scheme') ?? '';

function makeStates() {
  const made = document.createElement('main');
  made.className = 'states';
  return made;
}

/**
 * Adds a section.
 * @param {string} name what one sees
 * @param {Node} content
 * @param {string} [frame] classes of gallery.css: narrow, box, tablet, over-light, over-dark
 */
export function state(name, content, frame = '') {
  const section = document.createElement('section');
  section.className = 'state';
  const heading = document.createElement('h2');
  heading.textContent = name;
  const box = document.createElement('div');
  box.className = frame;
  box.append(content);
  section.append(heading, box);
  states.append(section);
  return box;
}

/**
 * Makes an element.
 * @param {string} tag
 * @param {Record<string, unknown>} [given] attributes (text, `true`) and, with a dot in front, properties
 * @param {...(Node | string)} children
 */
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith('.')) element[name.slice(1)] = value;
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * A session on a stage: room, line, shop and clock in memory.
 * @param {object} [scene] options of `createTestStage`, and
 *   `list`: refs of products; `feature`: one of them, or several; `run`: commands; `before`: called with the stage before the session
 *   begins; `then`: called with stage and session; `cart`: what differs in the cart
 */
export async function open(scene = {}) {
  const { list = [], feature = [], run = [], cart, before, then, ...options } = scene;
  const stage = await createTestStage(options);
  before?.(stage);
  // Each with a cart of its own: the shops of one page would share theirs.
  const session = createShowSession({ ...stage.parts, cart: { tabs: false, ...cart } });
  await stage.list(...list);
  await stage.run(...[feature].flat().map(productId => ({ type: 'feature-product', data: { productId } })));
  await stage.run(...run);
  const stop = session.$products.subscribe(() => undefined);
  await stage.until(
    () =>
      (session.$truth.get().seq > 0 || ['closed', 'retrying'].includes(session.$connection.get().state)) &&
      session.$products.get().every(({ reading }) => reading !== 'loading'),
  );
  stop();
  await then?.(stage, session);
  if (query.has('run')) setInterval(() => void stage.pass(250), 250);
  return { stage, session };
}

/**
 * Adds a section with an element inside a show that has no pieces but this one.
 * @param {string} name
 * @param {Parameters<typeof open>[0]} scene
 * @param {Node} content
 * @param {string} [frame]
 */
export async function inShow(name, scene, content, frame) {
  const { session } = await open(scene);
  // The show only gives the session here: its own layout is on its own page.
  return state(name, make('shopcast-show', { 'without-layout': true, '.session': session }, content), frame);
}

/** Says that everything stands, for those who take pictures. */
export async function ready() {
  const all = [...document.querySelectorAll('*')];
  await Promise.all(all.map(element => element.updateComplete));
  await document.fonts.ready;
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  document.documentElement.dataset.ready = 'true';
}
