/** The page begins: keys, files, the address, and the first run. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { keepFocus } from './commands/focus.ts';
import { listen } from './commands/keyboard.ts';
import { takeDrops } from './files.ts';
import { ask } from './rpc.ts';
import { followAddress } from './state/address.ts';
import './state/ahead.ts';
import './state/columns.ts';
import { moment } from './state/look.ts';
import './state/prepare.ts';
import { openFiles, scenarios } from './state/open.ts';
import { openFirst } from './state/open-address.ts';
import { run, sayTrouble, trouble } from './state/run.ts';
import { adoptDrawingStyles } from './styles.ts';

adoptDrawingStyles();
render(<App />, document.getElementById('app') as HTMLElement);
listen();
keepFocus();
takeDrops(openFiles);
openFirst();
followAddress();
effect(() => {
  const name = run.value?.name;
  document.title = name === undefined ? 'Lifeline' : `${name} · Lifeline`;
});
let isListed = false;
effect(() => {
  // What else could be opened needs the simulator, which can wait until there is something to see.
  if (isListed || (moment.value === undefined && trouble.value === '')) return;
  isListed = true;
  ask('list').then(
    (list) => {
      scenarios.value = list.scenarios;
    },
    (error) => sayTrouble('', error),
  );
});
