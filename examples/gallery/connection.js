import { inShow, make, ready, state } from './gallery.js';

const connection = given => make('shopcast-connection', { patience: 0, ...given });
state('Behind', connection({ state: 'behind' }), 'over-dark');
state('The line broke', connection({ state: 'retrying' }), 'over-light');
state('Offline', connection({ state: 'offline' }), 'over-dark');
const recovered = connection({ state: 'offline' });
state('Well again (goes by itself)', recovered, 'over-dark');
await recovered.updateComplete;
await new Promise(resolve => setTimeout(resolve));
recovered.state = 'open';
state('Well', connection({ state: 'open' }), 'over-dark');
const broken = {
  then: stage => {
    stage.line.faults.refuse = 1000;
    stage.line.cut();
    return stage.pass(250);
  },
};
await inShow('In a show whose line broke', broken, connection(), 'over-dark');
await ready();
