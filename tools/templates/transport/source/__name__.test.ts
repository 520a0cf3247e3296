import { createRoomSide, transportConformance } from '@shopcast/testing';
import { expect } from 'chai';
import { __camel__Transport } from './__name__.js';

describe('__name__', () => {
  it('refuses an address that is none', () => {
    expect(() => __camel__Transport({ url: 'nowhere' })).to.throw('transport/bad-options');
  });

  transportConformance({
    test: it,
    // What the way can do, honestly; each `true` brings cases that prove it.
    supports: {
      live: true,
      send: false,
      serverTime: false,
      cuts: false,
      losses: false,
      newLog: false,
      backOff: false,
      tokens: false,
      ends: false,
    },
    async create(environment) {
      // A test room plays the show. Let the transport reach it: by a fake fetch in `environment`, or a pair in memory.
      const side = await createRoomSide();
      const transport = __camel__Transport({ url: 'http://127.0.0.1/__name__', environment });
      const dispose = async () => {
        transport.dispose();
        await side.room.close();
      };
      return { ...side, transport, dispose };
    },
    patience: 1000,
  });
});
