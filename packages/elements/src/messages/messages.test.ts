import { expect, fixture } from '@open-wc/testing';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../live-badge/define.js';
import { unitWords } from '../countdown-offer/unit-words.js';
import { issueMessages } from '../internal/issue-messages.js';
import { playerWords } from '../player/player-words.js';
import { fullWords } from '../product-sheet/full-words.js';
import { searchWords } from '../product-tray/search-words.js';
import { actWords } from '../show/act-words.js';
import { en } from './en.js';
import { messagesFor, registerMessages, shippedLanguages, type Language } from './messages.js';

const english: Language = { ...en, ...playerWords, ...issueMessages, ...actWords, ...fullWords, ...unitWords, ...searchWords };

/** Words that are the same in English and another language on purpose. */
const alike: Readonly<Record<string, readonly string[]>> = {
  de: ['live', 'paused', 'video', 'videoPosition', 'perMeasure', 'optionValue', 'qualityAutoNow'],
  ar: ['perMeasure', 'optionValue'],
  es: ['perMeasure', 'optionValue', 'subtotal', 'total'],
  fr: ['paused', 'pause', 'videoPosition', 'perMeasure', 'optionValue', 'total'],
  ja: ['perMeasure', 'optionValue'],
  ko: ['perMeasure', 'optionValue'],
  pt: ['perMeasure', 'optionValue', 'subtotal', 'total'],
  zh: ['perMeasure', 'optionValue'],
};

/** Calls a message with numbers and words that can be found again. */
function said(messages: Language, key: keyof Language, n: number): string {
  const message = messages[key] as string | ((...given: unknown[]) => string);
  if (typeof message === 'string') return message;
  const taken = (english[key] as (...given: unknown[]) => string).toString();
  const first = /^\(?\s*(\w+)/.exec(taken)?.[1] ?? '';
  const isNumber = /^(n|left|seconds)$/.test(first);
  return message(isNumber ? n : 'Ä1', ...(key === 'pictureOf' || key === 'tooFewLeft' ? [n + 1] : key === 'rating' ? [n] : ['Ö2']));
}

describe('messages', () => {
  const loaded = async (language: string): Promise<Language> => {
    messagesFor(language);
    await waitUntil(() => messagesFor(language) !== en, `${language} arrives`);
    return messagesFor(language) as Language;
  };

  for (const language of shippedLanguages) {
    it(`${language}: nothing is missing, nothing is left in English`, async () => {
      const messages = await loaded(language);
      expect(Object.keys(messages).sort()).to.deep.equal(Object.keys(english).sort());
      for (const key of Object.keys(english) as (keyof Language)[]) {
        expect(typeof messages[key], key).to.equal(typeof english[key]);
        for (const n of [0, 1, 2, 3, 11, 100]) {
          const words = said(messages, key, n);
          expect(words.trim(), `${key}(${n})`).to.not.equal('');
          expect(words, `${key}(${n})`).to.not.match(/undefined|NaN|\[object|!/);
          if (!alike[language]?.includes(key)) expect(words, `${key}(${n})`).to.not.equal(said(english, key, n));
          // A name or an amount that was handed in is told.
          for (const given of ['Ä1', 'Ö2']) if (said(english, key, n).includes(given)) expect(words, `${key}(${n})`).to.include(given);
        }
      }
    });
  }

  it('takes a region for its language, and the shipped kin of one', async () => {
    const german = await loaded('de-AT');
    expect(german.close).to.equal('Schließen');
    expect((await loaded('zh-SG')).close).to.equal('关闭');
    expect(messagesFor('DE-ch')).to.equal(german);
  });

  it('stays English where there is nothing', () => {
    expect(messagesFor('tlh')).to.equal(en);
    expect(messagesFor('')).to.equal(en);
  });

  it('counts as Arabic does', async () => {
    const arabic = await loaded('ar');
    expect([1, 2, 3, 11, 100].map(arabic.products)).to.deep.equal(['منتج واحد', 'منتجان', '3 منتجات', '11 منتجًا', '100 منتج']);
  });

  it('counts none and one as each language does', async () => {
    const counted = async (language: string): Promise<string[]> => [0, 1, 2].map((await loaded(language)).products);
    expect(await counted('fr')).to.deep.equal(['0 produit', '1 produit', '2 produits']);
    expect(await counted('pt')).to.deep.equal(['0 produto', '1 produto', '2 produtos']);
    expect(await counted('es-MX')).to.deep.equal(['0 productos', '1 producto', '2 productos']);
    expect(await counted('ja')).to.deep.equal(['0点の商品', '1点の商品', '2点の商品']);
  });

  it('reaches an element when its language has arrived, and when the page changes its mind', async () => {
    const place = await fixture<HTMLElement>('<div lang="zh-CN"><shopcast-live-badge phase="live"></shopcast-live-badge></div>');
    const badge = place.querySelector('shopcast-live-badge')!;
    await waitUntil(() => badge.shadowRoot!.textContent.trim() === '直播中');
    place.lang = 'de';
    badge.phase = 'replay';
    await waitUntil(() => badge.shadowRoot!.textContent.trim() === 'Aufzeichnung');
  });

  it('takes a language that a page brings', () => {
    registerMessages('nl', { ...english, close: 'Sluiten' });
    expect(messagesFor('nl-BE').close).to.equal('Sluiten');
  });
});
