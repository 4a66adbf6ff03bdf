/** WCAG 2.2: relative luminance, and the contrast of two colours as a ratio from 1 to 21. */

/** @param a, b as `#rgb` or `#rrggbb` */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const long = colour.length === 4 ? colour.replace(/(?<=.)./g, '$&$&') : colour;
  if (!/^#[0-9a-f]{6}$/.test(long)) throw new Error(`${colour} is no colour like #1c2430`);
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
