/** Of two runs side by side: what is different, as files, and the command that tells it. */
import { useSignal } from '@preact/signals';
import { BOTH_FORMATS, type BothFormat, compareCommand } from '../export/both-formats.ts';
import { copy } from '../export/save.ts';
import { beside } from '../state/beside.ts';
import { copyBoth, saveBoth } from '../state/share.ts';

export function ShareBoth() {
  const both = beside.value;
  if (both === undefined) return null;
  const { a, b, versions } = both;
  const command = compareCommand({ a, b, isTwin: versions !== undefined });
  return (
    <>
      <h3>Both runs</h3>
      <ul class="share-forms" id="share-both">
        {(Object.keys(BOTH_FORMATS) as readonly BothFormat[]).map((format) => (
          <Form key={format} id={both.id} format={format} />
        ))}
      </ul>
      {command !== undefined && (
        <div class="share-row">
          <pre class="share-commands">{command}</pre>
          <button type="button" onClick={() => copy(command)}>
            Copy the command
          </button>
        </div>
      )}
    </>
  );
}

function Form({ id, format }: { readonly id: number; readonly format: BothFormat }) {
  const said = useSignal('');
  return (
    <li>
      <span class="title">{BOTH_FORMATS[format].title}</span>
      {said.value !== '' && <span role="status">{said.value}</span>}
      <button
        type="button"
        onClick={async () => {
          said.value = (await copyBoth(id, format)) ? 'Copied.' : 'Not allowed.';
        }}
      >
        Copy
      </button>
      <button type="button" onClick={() => saveBoth(id, format)}>
        Save
      </button>
    </li>
  );
}
