/** One field of a form, with what is wrong with it below. */
import { useId } from 'preact/hooks';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Several lines of text; a box to tick; a number. Plain text unless told otherwise. */
  readonly kind?: 'text' | 'number' | 'flag' | 'lines';
  /** To choose from; with `isFree`, anything else may be written as well. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly isFree?: boolean;
  readonly isOptional?: boolean;
  readonly hint?: string;
  readonly problem?: string | undefined;
}

export function Field(props: FieldProps) {
  const { label, problem } = props;
  const id = useId();
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label htmlFor={id}>{label}</label>
      <Control {...props} id={id} />
      {problem !== undefined && <span class="problem">{`Expected ${problem}`}</span>}
    </div>
  );
}

function Control({ id, value, onValue, kind = 'text', ...more }: FieldProps & { id: string }) {
  const { choices = [], isFree = false, isOptional = false, hint = '' } = more;
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }) =>
    onValue(currentTarget.value);
  if (kind === 'flag' && !isOptional) {
    return (
      <input
        id={id}
        type="checkbox"
        checked={value === 'true'}
        onChange={({ currentTarget }) => onValue(`${currentTarget.checked}`)}
      />
    );
  }
  if (kind === 'flag' || (choices.length > 0 && !isFree)) {
    const all = kind === 'flag' ? TRUE_OR_FALSE : choices;
    return (
      <select id={id} value={value} onChange={onInput}>
        {isOptional && <option value="">(left out)</option>}
        {all.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'lines') {
    return (
      <textarea rows={2} value={value} placeholder={hint} spellcheck={false} onInput={onInput} />
    );
  }
  const list = choices.length > 0 ? `${id}-list` : undefined;
  return (
    <>
      <input
        id={id}
        type="text"
        value={value}
        placeholder={hint}
        inputMode={kind === 'number' ? 'numeric' : 'text'}
        autocomplete="off"
        spellcheck={false}
        list={list}
        onInput={onInput}
      />
      {list !== undefined && (
        <datalist id={list}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

const TRUE_OR_FALSE = [
  { value: 'true', label: 'true' },
  { value: 'false', label: 'false' },
];

export function Go({ label, onGo }: { readonly label: string; readonly onGo: () => void }) {
  return (
    <p class="go">
      <button type="button" class="main" onClick={onGo}>
        {label}
      </button>
    </p>
  );
}
