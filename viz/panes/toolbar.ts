/** The controls: what they say is the model's, and what is done with them becomes an action. */
import { byId, options } from '../dom.ts';
import { type Action, type Model, SPEEDS } from '../model.ts';
import type { Story } from '../protocol.ts';

const ACTIONS: Readonly<Record<string, Action>> = {
  first: { do: 'first' },
  back: { do: 'step', by: -1 },
  play: { do: 'play' },
  next: { do: 'step', by: 1 },
  last: { do: 'last' },
};

export class Toolbar {
  readonly #scenario = byId<HTMLSelectElement>('scenario');
  readonly #seed = byId<HTMLInputElement>('seed');
  readonly #position = byId<HTMLInputElement>('position');
  readonly #where = byId('where');
  readonly #buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-do]')];
  readonly #play = this.#buttons.find((button) => button.dataset['do'] === 'play');

  constructor(dispatch: (action: Action) => void, onRun: (scenario: string, seed: string) => void) {
    const speed = byId<HTMLSelectElement>('speed');
    options(
      speed,
      SPEEDS.map((each) => [`${each}`, `${each} a second`]),
    );
    speed.value = '2';
    speed.addEventListener('change', () => dispatch({ do: 'speed', speed: Number(speed.value) }));
    for (const button of this.#buttons) {
      const action = ACTIONS[button.dataset['do'] ?? ''];
      if (action !== undefined) button.addEventListener('click', () => dispatch(action));
    }
    this.#position.addEventListener('input', () =>
      dispatch({ do: 'seek', at: Number(this.#position.value) }),
    );
    const run = () => onRun(this.#scenario.value, this.#seed.value || '1');
    this.#scenario.addEventListener('change', run);
    this.#seed.addEventListener('change', run);
  }

  stories(stories: readonly Story[]): void {
    options(this.#scenario, [['', 'a file'], ...stories.map(({ name }) => [name])]);
    // Shown while a file is open, and nothing to choose.
    const [file] = this.#scenario.options;
    if (file !== undefined) file.hidden = true;
  }

  /** @param scenario empty where a file is open */
  opened(scenario: string, seed: string): void {
    this.#scenario.value = scenario;
    this.#seed.value = seed;
  }

  show({ at, count, isPlaying }: Model, time: string): void {
    this.#position.max = `${count}`;
    this.#position.value = `${at}`;
    this.#position.setAttribute('aria-valuetext', `record ${at} of ${count}, ${time}`);
    this.#where.textContent = `${at} / ${count} · ${time}`;
    for (const button of this.#buttons) {
      const kind = button.dataset['do'];
      // Not `disabled`: that would take the focus away from who steps with the keyboard.
      const isAtEnd =
        kind === 'first' || kind === 'back' ? at === 0 : at === count && kind !== 'play';
      button.setAttribute('aria-disabled', `${isAtEnd}`);
    }
    this.#play?.setAttribute('aria-label', isPlaying ? 'Pause' : 'Play');
    this.#play?.classList.toggle('playing', isPlaying);
  }
}
