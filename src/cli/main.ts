/**
 * The command `lifeline`. Exit codes: 0 done, 1 could not listen, or what was checked is not so; 2 wrong flags,
 * configuration or file.
 */
import { Command, CommanderError } from 'commander';
import { ConfigurationError, ListenError } from '../errors.ts';
import { readVersion } from '../version.ts';
import { brokerCommand } from './broker-command.ts';

const EXIT_CANNOT_LISTEN = 1;
const EXIT_USAGE = 2;

/**
 * Runs the command line of this process.
 * @param registerOthers adds the commands that are not the broker's: those of the simulator, which this folder does
 *   not know
 */
export async function lifeline(registerOthers: (program: Command) => void): Promise<void> {
  process.stdout.on('error', endWithReader);
  const program = new Command('lifeline')
    .description("An MQTT broker that runs MQTT's session lifecycle as statecharts.")
    .version(readVersion())
    .exitOverride()
    .showHelpAfterError('(lifeline COMMAND --help lists all flags)');
  program.addCommand(brokerCommand().copyInheritedSettings(program));
  registerOthers(program);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = tell(error);
  }
}

/** `lifeline … | head`: who has read enough closes the pipe, and that is no error. A full disk is. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`lifeline: standard output cannot be written: ${error.message}\n`);
  process.exit(EXIT_USAGE);
}

/** Prints what is the user's to repair, without a stack, and returns the exit code. */
function tell(error: unknown): number {
  // Commander has printed its own.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof ConfigurationError || error instanceof ListenError) {
    process.stderr.write(`lifeline: ${error.message}\n`);
    return error instanceof ListenError ? EXIT_CANNOT_LISTEN : EXIT_USAGE;
  }
  // Other commands say with the error how it is to end.
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
    process.stderr.write(`lifeline: ${error.message}\n`);
    return error.exitCode;
  }
  throw error;
}
