/** SVG as text: elements with attributes, numbers short, texts escaped. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(
  name: string,
  attributes: Attributes,
  ...content: readonly string[]
): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    text += ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`;
  }
  return content.length === 0 ? `${text}/>` : `${text}>${content.join('')}</${name}>`;
}

export function textAt(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeXml(text));
}

export function path(...steps: readonly (string | number)[]): string {
  return steps.map((step) => (typeof step === 'number' ? short(step) : step)).join(' ');
}

export function escapeXml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // What XML cannot say at all, such as a NUL in a Client Identifier.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}

/** Exact to a tenth of a pixel. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
