/** What is open, and what can be opened. */
import { FILE_FIELD } from '../commands/running.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { openFile, openScenario, scenarios } from '../state/open.ts';
import { run } from '../state/run.ts';
import { theme } from '../state/theme.ts';
import { Filter } from './filter.tsx';

export function TopBar() {
  return (
    <header>
      <h1>Lifeline</h1>
      <Chooser />
      <Filter />
      <span class="spring" />
      <CommandButton id="open-file">Open a trace…</CommandButton>
      <input
        id={FILE_FIELD}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label="Trace file"
        accept=".jsonl,.gz,.txt,.json"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) openFile(file);
          // So that the same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <CommandButton id="share" label="Share">
        Share
      </CommandButton>
      <CommandButton id="theme" label={`Theme: ${theme.value}`}>
        <span class={`sign theme-${theme.value}`} aria-hidden="true" />
      </CommandButton>
      <CommandButton id="palette">Commands</CommandButton>
      <CommandButton id="help">?</CommandButton>
    </header>
  );
}

function Chooser() {
  const source = run.value?.source;
  const scenario = source?.kind === 'scenario' ? source.scenario : '';
  const seed = source?.kind === 'scenario' ? source.seed : '';
  const text = source?.kind === 'scenario' ? source.text : undefined;
  return (
    <>
      <label>
        Scenario
        <select
          id="scenario"
          value={scenario}
          onChange={({ currentTarget }) =>
            openScenario({ scenario: currentTarget.value, seed: seed || '1', at: undefined })
          }
        >
          {scenario === '' && <option value="">{run.value?.name ?? '…'}</option>}
          {text !== undefined && <option value={scenario}>{`${scenario} (your own)`}</option>}
          {scenarios.value.map(({ name, title }) => (
            <option key={name} value={name} title={title}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label hidden={source !== undefined && source.kind !== 'scenario'}>
        Seed
        <input
          id="seed"
          type="text"
          size={5}
          maxLength={64}
          spellcheck={false}
          autocomplete="off"
          value={seed}
          onChange={({ currentTarget }) =>
            scenario !== '' &&
            openScenario({
              scenario,
              seed: currentTarget.value || '1',
              ...(text && { text }),
              at: undefined,
            })
          }
        />
      </label>
    </>
  );
}
