import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkLockfiles, completeLockfiles } from './lockfile.mjs';
import { withTree } from './lib/trees.mjs';

const optionalDependencies = {
  '@tool/linux-x64-musl': '1.0.0',
  '@tool/darwin-arm64': '1.0.0',
  '@tool/strange': '1.0.0',
  fsevents: '~2.3.2',
};
const lock = {
  packages: {
    '': { name: 'top' },
    'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies },
    'node_modules/outer/node_modules/inner': { version: '1.0.0', optionalDependencies: { near: '1.0.0', nearer: '1.0.0' } },
    'node_modules/outer/node_modules/near': { version: '1.0.0', optional: true },
    'node_modules/outer/node_modules/inner/node_modules/nearer': { version: '1.0.0', optional: true },
  },
};

describe('lockfiles', () => {
  it('lack nothing that npm left out', () =>
    withTree({ 'package-lock.json': lock }, folder => {
      expect(checkLockfiles(folder)).to.have.length(3);
      completeLockfiles(folder);
      expect(checkLockfiles(folder)).to.deep.equal([
        'package-lock.json lacks @tool/strange, optional for node_modules/tool: run node tools/lockfile.mjs --fix.',
      ]);
      const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
      expect(packages['node_modules/@tool/linux-x64-musl']).to.deep.equal({
        version: '1.0.0',
        cpu: ['x64'],
        libc: ['musl'],
        os: ['linux'],
        dev: true,
        optional: true,
      });
      expect(packages['node_modules/@tool/darwin-arm64']).to.include({ version: '1.0.0' }).and.not.have.property('libc');
    }));

  it('name no host', () =>
    withTree({ 'bench/package-lock.json': { packages: { 'node_modules/x': { resolved: 'https://packages.example/x.tgz' } } } }, folder => {
      const [found, ...others] = checkLockfiles(folder);
      expect(found).to.include('bench/package-lock.json names the host packages.example');
      expect(others).to.deep.equal([]);
    }));
});
