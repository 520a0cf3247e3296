import { expect } from 'chai';
import { matrixFaults, matrixOperations, runFaultMatrix } from './testing/fault-matrix.js';
import { matrixShops } from './testing/matrix-shops.js';

const seed = 20_260_403;

describe('fault matrix of the cart engine', function () {
  this.timeout(120_000);
  for (const shop of matrixShops) {
    it(`${shop.name}: nothing doubled, lost or shown wrong; a naive client doubles`, async () => {
      const figures = await runFaultMatrix(shop, 1, seed);
      expect(figures.firstProblem).to.equal(undefined);
      expect(figures).to.include({ doubled: 0, lost: 0, different: 0, operations: matrixFaults.length * matrixOperations.length });
      expect(figures.faults, 'faults met').to.be.at.least(figures.operations);
      expect(figures.naiveDoubled, 'doubled by the control').to.be.at.least(1);
    });
  }
});
