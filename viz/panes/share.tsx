/** Sharing: a link to what is seen, and files of the run or of a part of it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FORMAT_NAMES, FORMATS, type FormatName } from '../export/formats.ts';
import { copy } from '../export/save.ts';
import type { ExportSelection } from '../export/selection.ts';
import type { Link } from '../link/link.ts';
import { LINK_LENGTH_MAXIMUM } from '../link/place.ts';
import { ShareBoth } from '../parts/share-both.tsx';
import { at, run, sayTrouble } from '../state/run.ts';
import {
  addressOf,
  commandsNow,
  exportNow,
  linkNow,
  saveAs,
  saveLink,
  selection,
  selectionFor,
} from '../state/share.ts';

export function ShareForm() {
  return (
    <>
      <ShareLink />
      <ShareBoth />
      <Files />
    </>
  );
}

function ShareLink() {
  const link = useSignal<Link | undefined>(undefined);
  const said = useSignal('');
  useEffect(() => {
    linkNow().then(
      (made) => {
        link.value = made;
      },
      (error) => sayTrouble('the link', error),
    );
  }, []);
  const made = link.value;
  const address = made === undefined ? '' : addressOf(made.hash);
  if (made?.isTooLong) {
    return (
      <div class="share-row">
        <p>
          {`A link to this would have ${made.hash.length.toLocaleString('en-US')} characters, and with more than ${LINK_LENGTH_MAXIMUM.toLocaleString('en-US')} many programs cut it off. As a file it can be dropped on this page.`}
        </p>
        <button type="button" onClick={() => saveLink(made.hash)}>
          Save the link
        </button>
      </div>
    );
  }
  return (
    <>
      <div class="share-row">
        <input
          type="text"
          readOnly
          aria-label="Link"
          value={address}
          data-first
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button
          type="button"
          onClick={async () => {
            said.value = (await copy(address)) ? 'Copied.' : 'The browser does not allow it.';
          }}
        >
          Copy the link
        </button>
      </div>
      <p class="quiet" role="status">
        {said.value ||
          'The link holds the run itself, and enough of it to tell where it has become another.'}
      </p>
    </>
  );
}

function Files() {
  const open = run.value;
  const commands = useSignal<readonly string[]>([]);
  const chosen = open && selectionFor(open);
  const key = JSON.stringify(chosen);
  useEffect(() => {
    commandsNow().then(
      (lines) => {
        commands.value = lines;
      },
      () => undefined,
    );
  }, [key]);
  if (open === undefined || chosen === undefined) return null;
  const choose = (change: Partial<ExportSelection>) => {
    selection.value = { ...chosen, ...change };
  };
  return (
    <>
      <h3>Files</h3>
      <div class="share-row">
        <RecordField
          label="from record"
          value={chosen.from}
          most={chosen.to}
          onChange={(from) => choose({ from })}
        />
        <RecordField
          label="to"
          value={chosen.to}
          most={open.count}
          onChange={(to) => choose({ to })}
        />
        <button type="button" onClick={() => choose({ from: 1, to: open.count, clientIds: [] })}>
          All
        </button>
        <button type="button" onClick={() => choose({ to: Math.max(at.peek(), chosen.from) })}>
          Up to the cursor
        </button>
        <label>
          of
          <select
            value={chosen.clientIds[0] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              choose({ clientIds: value === '' ? [] : [value] })
            }
          >
            <option value="">all clients</option>
            {open.clientIds.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={chosen.isDetailed}
            onChange={({ currentTarget }) => choose({ isDetailed: currentTarget.checked })}
          />
          with details
        </label>
      </div>
      <ul class="share-forms">
        {FORMAT_NAMES.map((format) => (
          <Form key={format} format={format} />
        ))}
        <li>
          <span class="title">Drawing (PNG)</span>
          <button type="button" onClick={() => saveAs('png')}>
            Save
          </button>
        </li>
      </ul>
      <h3>In a terminal</h3>
      <pre class="share-commands">{commands.value.join('\n')}</pre>
      <button type="button" onClick={() => copy(commands.value.join('\n'))}>
        Copy the commands
      </button>
    </>
  );
}

/** What is bytes, or a whole trace, nobody pastes. */
const NOT_COPIED: readonly FormatName[] = ['pcap', 'trace'];

function Form({ format }: { readonly format: FormatName }) {
  const said = useSignal('');
  const { title } = FORMATS[format];
  const whole = 'isWhole' in FORMATS[format] ? ', the whole run' : '';
  return (
    <li>
      <span class="title">{`${title}${whole}`}</span>
      {said.value !== '' && <span role="status">{said.value}</span>}
      {!NOT_COPIED.includes(format) && (
        <button
          type="button"
          onClick={async () => {
            try {
              const content = await exportNow(format);
              said.value = (await copy(content as string)) ? 'Copied.' : 'Not allowed.';
            } catch (error) {
              sayTrouble(title, error);
            }
          }}
        >
          Copy
        </button>
      )}
      <button type="button" onClick={() => saveAs(format)}>
        Save
      </button>
    </li>
  );
}

interface RecordFieldProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function RecordField({ label, value, most, onChange }: RecordFieldProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        min={1}
        max={most}
        value={value}
        onChange={({ currentTarget: { valueAsNumber } }) => {
          if (valueAsNumber >= 1) onChange(Math.min(Math.round(valueAsNumber), most));
        }}
      />
    </label>
  );
}
