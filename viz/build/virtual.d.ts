/** Made by build/first-story.ts. */
declare module 'virtual:first-story' {
  export const story: {
    readonly name: string;
    readonly title: string;
    readonly about: string;
    readonly lines: readonly string[];
  };
}
