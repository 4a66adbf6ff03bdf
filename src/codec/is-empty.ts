/** True for an object without properties; unlike Object.keys it makes no list. */
export function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
