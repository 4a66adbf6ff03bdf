/**
 * Where everything stands in the picture of a chart. Layouts are computed when the charts change (`npm run drawings`)
 * and checked in, because the program that computes them is large and slow: what draws only reads coordinates.
 */

/** In pixels, from the top left corner of the picture. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** The places where an edge begins, bends and ends: x and y by turns. */
export type Route = readonly number[];

export interface ChartLayout {
  /** Hash of what was laid out: when it differs from the chart's, the layout is out of date. */
  readonly plan: string;
  readonly size: readonly [width: number, height: number];
  readonly states: readonly (readonly [path: string, box: Box])[];
  /** What is written at the top of states that have others in them, regions and what has regions aside. */
  readonly heads: readonly (readonly [path: string, box: Box])[];
  /** From the dot where a state begins to the state that it begins in. */
  readonly initials: readonly (readonly [path: string, dot: Box, route: Route])[];
  readonly edges: readonly (readonly [from: string, to: string, route: Route, label: Box])[];
}
