/** The filter's field, and how much of the run it leaves. */
import { filterText, filterTrouble, matches } from '../state/filter.ts';
import { count } from '../state/run.ts';

export const FILTER_FIELD = 'filter';

const EXAMPLE = 'client:sensor kind:PUBLISH !kind:PING*';

export function Filter() {
  const found = matches.value?.records.length;
  const trouble = filterTrouble.value;
  const [problem = ''] = trouble.split('\n');
  const result = found === undefined ? '' : `${found} of ${count.value} records`;
  return (
    <span class="filter">
      <label>
        Filter
        <input
          id={FILTER_FIELD}
          type="text"
          size={22}
          maxLength={400}
          spellcheck={false}
          autocomplete="off"
          placeholder={EXAMPLE}
          title={
            trouble || `Such as: ${EXAMPLE} qos:1 topic:room/* t:1s..2s clause:*3.1.4* /words/`
          }
          aria-invalid={trouble !== ''}
          aria-describedby="filter-result"
          value={filterText.value}
          onInput={({ currentTarget }) => {
            filterText.value = currentTarget.value;
          }}
        />
      </label>
      <output id="filter-result" class={trouble === '' ? 'quiet' : 'wrong'}>
        {problem || result}
      </output>
    </span>
  );
}
