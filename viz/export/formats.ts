/** What a run, or a part of it, can be saved as. The page's menu and the worker go by this one table. */

export interface Format {
  readonly title: string;
  /** Of the file's name. */
  readonly ending: string;
  readonly type: string;
  /** The whole run, whatever is chosen of it: the form makes sense as a whole only. */
  readonly isWhole?: true;
}

export const FORMATS = {
  svg: { title: 'Drawing (SVG)', ending: 'svg', type: 'image/svg+xml' },
  markdown: { title: 'Table (Markdown)', ending: 'md', type: 'text/markdown' },
  mermaid: { title: 'Sequence diagram (Mermaid)', ending: 'mmd', type: 'text/plain' },
  text: { title: 'Drawing in text', ending: 'txt', type: 'text/plain' },
  json: { title: 'Records (JSON)', ending: 'json', type: 'application/json' },
  trace: {
    title: 'Trace (JSON Lines), for lifeline replay',
    ending: 'jsonl',
    type: 'application/jsonl',
    isWhole: true,
  },
  pcap: {
    title: 'Packets, for Wireshark (pcap)',
    ending: 'pcap',
    type: 'application/vnd.tcpdump.pcap',
  },
  perfetto: {
    title: 'Tracks, for Perfetto (JSON)',
    ending: 'perfetto.json',
    type: 'application/json',
  },
  shiviz: { title: 'Log, for ShiViz', ending: 'shiviz.txt', type: 'text/plain' },
  itf: {
    title: 'States, for Apalache and Quint (ITF)',
    ending: 'itf.json',
    type: 'application/json',
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];
