/**
 * The pure parts of the visualizer. They are loaded as Vite loads them, and not imported: this project is compiled
 * without the browser's types, and refers to the law, the broker and the simulator alone.
 */

/** What is tested of them, in the words of the tests. */
interface Place {
  readonly scenario: string;
  readonly seed: string;
  readonly at: number | undefined;
}

export interface Model {
  readonly count: number;
  readonly at: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly clientId: string;
  readonly chart: string;
}

interface Parts {
  readonly parseHash: (hash: string) => Place;
  readonly printHash: (place: Place) => string;
  readonly FIRST_MODEL: Model;
  readonly reduce: (model: Model, action: object) => Model;
  readonly marksOf: (names: readonly string[]) => {
    readonly active: ReadonlySet<string>;
    readonly within: ReadonlySet<string>;
  };
  readonly keyOf: (name: string) => { readonly action: object | undefined } | undefined;
}

export async function vizParts(): Promise<Parts> {
  const names = ['hash', 'model', 'marks', 'keys'];
  const modules = await Promise.all(
    names.map((name) => import(new URL(`../../viz/${name}.ts`, import.meta.url).href)),
  );
  return Object.assign({}, ...modules);
}
