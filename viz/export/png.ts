/** A drawing as a bitmap, in the page: what the worker has drawn as SVG is painted on a canvas. */

/** For screens that show two pixels for one. */
const SCALE = 2;
/** Browsers refuse larger canvases, some of them without a word. */
const SIDE_MAXIMUM = 16_000;
const AREA_MAXIMUM = 100_000_000;

/** @throws Error when the browser cannot draw it */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(
    SCALE,
    SIDE_MAXIMUM / Math.max(width, height),
    Math.sqrt(AREA_MAXIMUM / (width * height)),
  );
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws on no canvas');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the drawing is too large for a bitmap: choose less'));
      else resolve(blob);
    }, 'image/png');
  });
}
