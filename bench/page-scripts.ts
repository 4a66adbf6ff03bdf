/** What is run in the page to measure it. As text: this project is compiled without the browser's types. */

/** Before the page's own scripts: when the record at the cursor is told, and how long frames take. */
export const WATCH = `
  globalThis.measured = { recordMs: 0, longestFrame: 0 };
  let before = performance.now();
  const look = (now) => {
    measured.longestFrame = Math.max(measured.longestFrame, now - before);
    before = now;
    const isTold = document.querySelector('main')?.textContent.includes('Record ');
    if (isTold) measured.recordMs ||= performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

const LADDER = `performance.getEntriesByName('lifeline-ladder')`;
const UNTIL = `const until = async (is) => { while (!is()) await new Promise(requestAnimationFrame); };`;
const P95 = `const p95 = (all) => all.sort((a, b) => a - b)[Math.floor(all.length * 0.95)];`;

export const FIRST_LOOK = `(async () => {
  ${UNTIL}
  await until(() => measured.recordMs > 0 && ${LADDER}.length > 0);
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {
    paintMs: paint.startTime,
    recordMs: measured.recordMs,
  };
})()`;

/** From when the file is there until something of it is drawn, and until all of it is open and told. */
export const WAIT_FOR_FILE = `(async () => {
  ${UNTIL}
  const isLarge = () => Number(document.querySelector('#position').max) > 50000;
  let began = 0;
  document.querySelector('input[type=file]').addEventListener('change', () => {
    began = performance.now();
    performance.clearMarks('lifeline-ladder');
    measured.longestFrame = 0;
  }, { capture: true });
  await until(() => began > 0 && ${LADDER}.length > 0);
  const pixels = ${LADDER}[0].startTime - began;
  await until(isLarge);
  const at = document.querySelector('#position').value;
  await until(() => document.querySelector('main').textContent.includes('Record ' + at + ' '));
  return { pixels, open: performance.now() - began };
})()`;

export const LONGEST_FRAME = 'measured.longestFrame';

/** Frames while the wheel turns: at the whole, closer, and where there are words. */
function frames(turns: string): string {
  return `(async () => {
    ${P95}
    const canvas = document.querySelector('canvas.ladder');
    const box = canvas.getBoundingClientRect();
    const place = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    const wheel = (deltaY, ctrlKey = false) => canvas.dispatchEvent(
      new WheelEvent('wheel', { deltaY, ctrlKey, ...place, bubbles: true, cancelable: true }));
    const frame = () => new Promise(requestAnimationFrame);
    const all = [];
    const turn = async (times, act) => {
      let before = await frame();
      for (let i = 0; i < times; i++) {
        act(i);
        const now = await frame();
        all.push(now - before);
        before = now;
      }
    };
    const rest = async (times, act) => { for (let i = 0; i < times; i++) { act(i); await frame(); } };
    ${turns}
    return p95(all);
  })()`;
}

export const PAN = frames(`
  await rest(200, () => wheel(60, true));
  for (let level = 0; level < 5; level++) {
    await turn(40, (i) => wheel(i < 20 ? 30 : -30));
    await rest(14, () => wheel(-60, true));
  }
`);

export const ZOOM = frames(`
  await rest(200, () => wheel(60, true));
  await turn(90, () => wheel(-60, true));
  await turn(90, () => wheel(60, true));
`);

/** Anywhere, until the record is told and the frame with it is there. */
export const SEEKS = `(async () => {
  ${UNTIL}
  ${P95}
  const position = document.querySelector('#position');
  const all = [];
  for (let i = 1; i <= 40; i++) {
    const n = (i * 7919 * 13) % Number(position.max) + 1;
    position.value = n;
    const began = performance.now();
    position.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => document.querySelector('main').textContent.includes('Record ' + n + ' '));
    all.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return p95(all);
})()`;
