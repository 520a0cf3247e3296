import { expect } from 'chai';
import fc from 'fast-check';
import {
  compareMoney,
  currencyDecimals,
  formatMoney,
  isMoney,
  moneyFromMinor,
  moneyFromNumber,
  moneyToDecimal,
  multiplyMoney,
  parseMoney,
  reductionPercent,
  sameMoney,
  ShopcastError,
  type Money,
  type ShopcastErrorCode,
} from '../index.js';

const eur = (minor: number): Money => ({ minor, currency: 'EUR' });
const refused = (code: ShopcastErrorCode, act: () => unknown) => {
  let error: unknown;
  try {
    act();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).to.be.instanceOf(ShopcastError);
  expect((error as ShopcastError).code).to.equal(code);
};
/** Spaces in formatted money differ by engine (plain, no-break, narrow no-break); what is said does not. */
const spoken = (text: string) => text.replace(/\s/gu, ' ');

describe('decimals of a currency', () => {
  it('are those of ISO 4217, also where engines have others', () => {
    const decimals = { EUR: 2, USD: 2, JPY: 0, KRW: 0, KWD: 3, TND: 3, CLF: 4, HUF: 2, IDR: 2, COP: 2, IQD: 3, ISK: 0, XYZ: 2 };
    for (const [code, count] of Object.entries(decimals)) expect(currencyDecimals(code), code).to.equal(count);
    const unusual = {
      0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
      3: 'BHD IQD JOD KWD LYD OMR TND',
      4: 'CLF UYW',
    };
    const codes = Object.entries(unusual).flatMap(([count, list]) => list.split(' ').map(code => [code, Number(count)] as const));
    for (const [code, count] of codes) expect(currencyDecimals(code), code).to.equal(count);
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const all = letters.flatMap(a => letters.flatMap(b => letters.map(c => a + b + c)));
    expect(all.filter(code => currencyDecimals(code) !== 2)).to.have.members(codes.map(([code]) => code));
  });
  it('are refused for what is no code', () => {
    for (const code of ['', 'eur', 'EURO', 'EU', 'E R', 'K J', '€', null, undefined, 978, ['EUR']]) {
      refused('money/bad-currency', () => currencyDecimals(code as string));
    }
  });
});

describe('reading the text a shop sends', () => {
  it('is exact', () => {
    expect(parseMoney('59.38', 'EUR')).to.deep.equal(eur(5938));
    expect(parseMoney('-0.5', 'EUR')).to.deep.equal(eur(-50));
    expect(parseMoney('1299', 'EUR')).to.deep.equal(eur(129900));
    expect(parseMoney('59.3800', 'EUR')).to.deep.equal(eur(5938));
    expect(parseMoney('1299.0', 'JPY')).to.deep.equal({ minor: 1299, currency: 'JPY' });
    expect(parseMoney('1.234', 'KWD')).to.deep.equal({ minor: 1234, currency: 'KWD' });
    expect(parseMoney('90071992547409.91', 'EUR').minor).to.equal(Number.MAX_SAFE_INTEGER);
    expect(Object.is(parseMoney('-0.00', 'EUR').minor, 0), 'no negative zero').to.equal(true);
  });
  it('rounds only when asked, halves away from zero', () => {
    for (const text of ['59.381', '59.385', '-59.385', '0.001']) refused('money/bad-amount', () => parseMoney(text, 'EUR'));
    refused('money/bad-amount', () => parseMoney('12.5', 'JPY'));
    const rounded = (text: string, currency = 'EUR') => parseMoney(text, currency, { round: 'half-up' }).minor;
    expect(rounded('59.381')).to.equal(5938);
    expect(rounded('59.385')).to.equal(5939);
    expect(rounded('59.38499999999999999999')).to.equal(5938);
    expect(rounded('-59.385')).to.equal(-5939);
    expect(rounded('0.999')).to.equal(100);
    expect(rounded('124.593')).to.equal(12459);
    expect(rounded('12.5', 'JPY')).to.equal(13);
    expect(rounded('1.2345', 'KWD')).to.equal(1235);
  });
  it('refuses every other text', () => {
    const texts = [
      '1,299',
      '1,299.00',
      '1.299,00',
      '1e3',
      'NaN',
      'Infinity',
      '',
      ' ',
      ' 5',
      '5 ',
      '5\n',
      '+5',
      '.5',
      '5.',
      '--5',
      '5.5.5',
      '0x10',
      '٥',
      '5€',
    ];
    for (const text of [...texts, '1'.repeat(1_000_000), null, undefined, 5, {}]) {
      for (const options of [undefined, { round: 'half-up' } as const]) {
        refused('money/bad-amount', () => parseMoney(text as string, 'EUR', options));
      }
    }
  });
  it('refuses what is beyond the safe integers, also by rounding up', () => {
    refused('money/bad-amount', () => parseMoney('90071992547409.92', 'EUR'));
    refused('money/bad-amount', () => parseMoney('90071992547409.915', 'EUR', { round: 'half-up' }));
  });
  it('keeps messages short', () => {
    try {
      parseMoney('x'.repeat(100_000), 'EUR');
      expect.fail('was accepted');
    } catch (error) {
      expect((error as Error).message.length).to.be.below(200);
    }
  });
  it('is the inverse of moneyToDecimal', () => {
    const code = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
    fc.assert(
      fc.property(fc.maxSafeInteger(), code, (minor, currency) => {
        const money = { minor: minor + 0, currency };
        expect(parseMoney(moneyToDecimal(money), currency)).to.deep.equal(money);
      }),
    );
  });
});

describe('reading numbers', () => {
  it('takes a JSON number by its shortest text', () => {
    expect(moneyFromNumber(19.9, 'EUR')).to.deep.equal(eur(1990));
    expect(moneyFromNumber(1.005, 'EUR', { round: 'half-up' })).to.deep.equal(eur(101));
    expect(moneyFromNumber(59.381, 'EUR', { round: 'half-up' })).to.deep.equal(eur(5938));
    expect(moneyFromNumber(0.1 + 0.2, 'EUR', { round: 'half-up' })).to.deep.equal(eur(30));
    expect(moneyFromNumber(0, 'EUR')).to.deep.equal(eur(0));
    expect(moneyFromNumber(-1e-9, 'EUR', { round: 'half-up' })).to.deep.equal(eur(0));
    refused('money/bad-amount', () => moneyFromNumber(0.1 + 0.2, 'EUR'));
    refused('money/bad-amount', () => moneyFromNumber(1e-9, 'EUR'));
    for (const value of [NaN, Infinity, -Infinity, 1e21, 1e300, '5,0', null]) {
      refused('money/bad-amount', () => moneyFromNumber(value as number, 'EUR', { round: 'half-up' }));
    }
  });
  it('rescales minor units from the decimals of the shop', () => {
    expect(moneyFromMinor(1990, 'EUR')).to.deep.equal(eur(1990));
    expect(moneyFromMinor('1990', 'EUR', { decimals: 2 })).to.deep.equal(eur(1990));
    expect(moneyFromMinor(129900, 'JPY', { decimals: 2 })).to.deep.equal({ minor: 1299, currency: 'JPY' });
    expect(moneyFromMinor(1234, 'KWD', { decimals: 2 })).to.deep.equal({ minor: 12340, currency: 'KWD' });
    expect(moneyFromMinor(20, 'EUR', { decimals: 0 })).to.deep.equal(eur(2000));
    expect(moneyFromMinor(-5, 'EUR', { decimals: 3 })).to.deep.equal(eur(-1));
    expect(moneyFromMinor(4, 'EUR', { decimals: 4 })).to.deep.equal(eur(0));
    for (const minor of [1.5, NaN, 2 ** 53, '19.90', '', '1e3']) refused('money/bad-amount', () => moneyFromMinor(minor, 'EUR'));
    for (const decimals of [-1, 1.5, 21, NaN]) refused('money/bad-amount', () => moneyFromMinor(1, 'EUR', { decimals }));
  });
  it('knows money when it sees it', () => {
    expect(isMoney(eur(-1))).to.equal(true);
    for (const value of [
      null,
      undefined,
      5,
      '5',
      {},
      eur(1.5),
      eur(NaN),
      eur(2 ** 53),
      { minor: '5', currency: 'EUR' },
      { minor: 5, currency: 'eur' },
    ]) {
      expect(isMoney(value), JSON.stringify(value)).to.equal(false);
    }
  });
});

describe('arithmetic', () => {
  it('compares within a currency only', () => {
    expect(compareMoney(eur(1), eur(2))).to.equal(-1);
    expect(compareMoney(eur(2), eur(1))).to.equal(1);
    expect(compareMoney(eur(2), eur(2))).to.equal(0);
    refused('money/currency-mismatch', () => compareMoney(eur(1), { minor: 1, currency: 'USD' }));
    expect(sameMoney(eur(1), eur(1))).to.equal(true);
    expect(sameMoney(eur(1), { minor: 1, currency: 'USD' })).to.equal(false);
    expect(sameMoney(eur(0), undefined)).to.equal(false);
    expect(sameMoney(undefined, undefined)).to.equal(true);
  });
  it('multiplies exactly or refuses', () => {
    expect(multiplyMoney(eur(1999), 3)).to.deep.equal(eur(5997));
    expect(Object.is(multiplyMoney(eur(0), -1).minor, 0)).to.equal(true);
    refused('money/bad-amount', () => multiplyMoney(eur(100), 1.5));
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer(), (minor, times) => {
        const exact = BigInt(minor) * BigInt(times);
        if (exact >= -BigInt(Number.MAX_SAFE_INTEGER) && exact <= BigInt(Number.MAX_SAFE_INTEGER)) {
          expect(BigInt(multiplyMoney(eur(minor), times).minor)).to.equal(exact);
        } else refused('money/bad-amount', () => multiplyMoney(eur(minor), times));
      }),
    );
  });
  it('never overstates a reduction', () => {
    expect(reductionPercent(eur(3000), eur(2000))).to.equal(33);
    expect(reductionPercent(eur(3000), eur(1)), '99.97').to.equal(99);
    expect(reductionPercent(eur(3000), eur(0))).to.equal(100);
    expect(reductionPercent(eur(3000), eur(2999))).to.equal(0);
    expect(reductionPercent(eur(3000), eur(3001))).to.equal(0);
    expect(reductionPercent(eur(0), eur(-1))).to.equal(0);
    expect(reductionPercent(eur(Number.MAX_SAFE_INTEGER), eur(1)), 'beyond doubles').to.equal(99);
    refused('money/currency-mismatch', () => reductionPercent(eur(2), { minor: 1, currency: 'USD' }));
  });
});

describe('wording', () => {
  it('is that of the locale, with the decimals of ISO 4217', () => {
    expect(spoken(formatMoney(eur(123456), 'en'))).to.equal('€1,234.56');
    expect(spoken(formatMoney(eur(123456), 'de'))).to.equal('1.234,56 €');
    expect(spoken(formatMoney({ minor: 1299, currency: 'JPY' }, 'en'))).to.equal('¥1,299');
    expect(spoken(formatMoney({ minor: 1234, currency: 'KWD' }, 'en'))).to.equal('KWD 1.234');
    expect(spoken(formatMoney({ minor: 199050, currency: 'HUF' }, 'en'))).to.equal('HUF 1,990.50');
    expect(spoken(formatMoney(eur(-50), 'en'))).to.equal('-€0.50');
  });
  it('has the decimals of ISO 4217 for every currency the engine knows', () => {
    for (const currency of Intl.supportedValuesOf('currency')) {
      expect(formatMoney({ minor: 1234567, currency }, 'en', { currencyDisplay: 'code' }).replace(/\D/g, ''), currency).to.equal('1234567');
    }
  });
  it('is exact where doubles are not', () => {
    expect(formatMoney(eur(Number.MAX_SAFE_INTEGER), 'en')).to.equal('€90,071,992,547,409.91');
    expect(formatMoney({ minor: 9007199254740987, currency: 'CLF' }, 'en', { currencyDisplay: 'name', useGrouping: false })).to.match(
      /^900719925474\.0987/,
    );
  });
  it('leaves out zero decimals when asked, and only those', () => {
    expect(formatMoney(eur(2000), 'en', { trailingZeroDisplay: 'stripIfInteger' })).to.equal('€20');
    expect(formatMoney(eur(2050), 'en', { trailingZeroDisplay: 'stripIfInteger' })).to.equal('€20.50');
    expect(formatMoney(eur(2000), 'en')).to.equal('€20.00');
  });
  it('survives a bad language tag', () => {
    expect(formatMoney(eur(100), 'en_GB')).to.equal(formatMoney(eur(100)));
    expect(formatMoney(eur(100), '!')).to.equal(formatMoney(eur(100)));
    refused('money/bad-currency', () => formatMoney({ minor: 1, currency: 'euro' }, 'en'));
  });
});
