import { expect } from 'chai';
import { matrixFaults, matrixOperations, runFaultMatrix } from './testing/fault-matrix.js';
import { medusaMatrixShop } from './testing/live-matrix-shops.js';

describe('fault matrix of the cart engine at a live Medusa shop', function () {
  this.timeout(900_000);
  it('nothing doubled, lost or shown wrong; a naive client doubles', async () => {
    const figures = await runFaultMatrix(await medusaMatrixShop(process.env['SHOPCAST_MEDUSA_URL'] ?? ''), 1, 20_260_403);
    expect(figures.firstProblem).to.equal(undefined);
    expect(figures).to.include({ doubled: 0, lost: 0, different: 0, operations: matrixFaults.length * matrixOperations.length });
    expect(figures.naiveDoubled, 'doubled by the control').to.be.at.least(1);
  });
});
