/** The commands of `lifeline` that show a trace in the page. The page's server is the broker's: it is handed in. */
import type { Command } from 'commander';
import { registerReport } from './report-command.ts';
import { registerView } from './view-command.ts';

export interface Served {
  readonly url: string;
  close(): void;
}

export interface PageTools {
  /**
   * Serves the page on 127.0.0.1, and beside it at /trace what `write` is asked for each time.
   * Rejects when it cannot listen, or when the page has not been built.
   */
  serve(
    port: number,
    write: (take: (text: string) => Promise<void>) => Promise<void>,
  ): Promise<Served>;
  /**
   * The page as one file, without a trace in it.
   * @throws when it has not been built
   */
  readReportPage(): string;
}

export function registerPage(program: Command, tools: PageTools): void {
  registerView(program, tools);
  registerReport(program, tools);
}
