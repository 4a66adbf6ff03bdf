/** The page begins: keys, files, the address, and the first run. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { listen } from './commands/keyboard.ts';
import { takeDrops } from './files.ts';
import { parseHash } from './hash.ts';
import { ask } from './rpc.ts';
import { followAddress } from './state/address.ts';
import './state/look.ts';
import { openFile, openPlace, scenarios } from './state/open.ts';
import { run, sayTrouble } from './state/run.ts';
import { adoptDrawingStyles } from './styles.ts';

adoptDrawingStyles();
render(<App />, document.getElementById('app') as HTMLElement);
listen();
takeDrops(openFile, sayTrouble);
openPlace(parseHash(location.hash));
followAddress();
effect(() => {
  const name = run.value?.name;
  document.title = name === undefined ? 'Lifeline' : `${name} · Lifeline`;
});
ask('list').then(
  (list) => {
    scenarios.value = list.scenarios;
  },
  (error) => sayTrouble('', error),
);
