// `npm test`: set-up, then every check there is. It stops at nothing, so that one run shows all there is to
// repair, and the last line is the verdict: `N passed, N failed`, with `, N skipped` if any.
// `npm test -- ARGS` hands ARGS to Vitest (a file, -t NAME, --watch, -u) and leaves the other checks out.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { installDebianPackages } from './debian.mjs';
import { installNodes } from './nodes.mjs';
import { buildPage } from './page.mjs';
import { build, install, note, requireNode, root, runTool, SetupError, tools } from './setup.mjs';

const watch = process.argv.includes('--watch');

/** A step is { name, passed, failed, skipped, ms, says? }. */
async function checkStep(name, tool, args) {
  heading(name);
  const { code, ms } = await runTool(tool, args, { inherit: true });
  const isGood = code === 0;
  const says = isGood ? undefined : `exit code ${code}`;
  return { name, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, ms, says };
}

async function vitestStep(args) {
  heading('vitest');
  // Some tests open it.
  await buildPage().catch(tellAndGoOn);
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-test-'));
  const reportPath = join(folder, 'report.json');
  try {
    const { code, ms } = await runTool(tools.vitest, [...(watch ? [] : ['run']), ...args], {
      inherit: true,
      stdin: watch ? 'inherit' : 'ignore',
      env: { LIFELINE_TEST_REPORT: reportPath },
    });
    return { name: 'vitest', ms, ...countTests(reportPath, code) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A report that is absent, empty or greener than the exit code is a failure of its own. */
function countTests(reportPath, code) {
  let report;
  try {
    report = JSON.parse(readFileSync(reportPath, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, says: `no report, exit code ${code}` };
  }
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  const broken = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  if (failed > 0) {
    const files = broken.map((file) => relative(root, file.name));
    const says = files.length > 0 ? `could not be run: ${files.join(', ')}` : undefined;
    return { passed, failed, skipped, says };
  }
  if (passed === 0) return { passed, failed: 1, skipped, says: 'no test was run' };
  if (code !== 0) return { passed, failed: 1, skipped, says: `exit code ${code}, tests passed` };
  return { passed, failed, skipped };
}

async function steps(args) {
  if (args.length === 0) {
    return [
      await checkStep('biome', tools.biome, ['check', '.']),
      // Before Vitest, because some tests start what has been built.
      await checkStep('tsc', tools.tsc, ['-b']),
      await vitestStep([]),
      await checkStep('knip', tools.knip, []),
    ];
  }
  await build().catch(tellAndGoOn);
  return [await vitestStep(args)];
}

function tellAndGoOn(error) {
  if (!(error instanceof SetupError)) throw error;
  note(error.message);
}

function heading(name) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
}

function summarize(results) {
  heading('summary');
  for (const { name, failed, ms, says } of results) {
    const verdict = failed === 0 ? 'ok    ' : 'FAILED';
    const seconds = `${(ms / 1000).toFixed(1)} s`.padStart(8);
    console.log(`${verdict}  ${name.padEnd(8)} ${seconds}${says ? `  ${says}` : ''}`);
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const skipped = total('skipped');
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`${total('passed')} passed, ${total('failed')} failed${tail}`);
  process.exitCode = total('failed') > 0 ? 1 : 0;
}

try {
  requireNode();
  await install();
  await installDebianPackages();
  await installNodes();
  summarize(await steps(process.argv.slice(2)));
} catch (error) {
  note(error instanceof SetupError ? error.message : error.stack);
  summarize([{ name: 'npm test', passed: 0, failed: 1, skipped: 0, ms: 0 }]);
}
