// From the conversation into whatever memo is open on this page: one line at a time, and only when asked.

const takers = new Set();

/** While somebody writes a memo here. @param {(text: string) => void} take @returns {() => void} to take no more */
export function taking(take) {
  takers.add(take);
  return () => takers.delete(take);
}

/** @returns {boolean} whether a memo took it */
export function note(text) {
  for (const take of takers) take(text);
  return takers.size > 0;
}
