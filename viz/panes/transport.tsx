/** The position: to the beginning, back, play, on, to the end; and the slider. */
import { playTitle } from '../commands/moving.ts';
import { SPEEDS } from '../model.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { moment } from '../state/look.ts';
import { at, count, dispatch, isPlaying, speed } from '../state/run.ts';

export function Transport() {
  const time = moment.value?.time ?? '';
  return (
    <fieldset class="transport-bar">
      <legend class="unseen">Position</legend>
      <span class="transport">
        <CommandButton id="first" class="first" />
        <CommandButton id="back" class="back" />
        <CommandButton
          id="play"
          class={isPlaying.value ? 'play playing' : 'play'}
          label={playTitle()}
        />
        <CommandButton id="next" class="next" />
        <CommandButton id="last" class="last" />
      </span>
      <input
        id="position"
        type="range"
        min="0"
        max={count.value}
        value={at.value}
        aria-label="Record"
        aria-valuetext={`record ${at.value} of ${count.value}, ${time}`}
        onInput={({ currentTarget }) => dispatch({ do: 'seek', at: Number(currentTarget.value) })}
      />
      <output id="where" for="position">
        {`${at.value} / ${count.value} · ${time}`}
      </output>
      <label>
        Speed
        <select
          id="speed"
          value={`${speed.value}`}
          onChange={({ currentTarget }) =>
            dispatch({ do: 'speed', speed: Number(currentTarget.value) })
          }
        >
          {SPEEDS.map((each) => (
            <option key={each} value={`${each}`}>
              {each} a second
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
