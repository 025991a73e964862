// What the parts of a page say, in the language that the page was given; shared by parts that know no state.

let spoken = {};
const listeners = new Set();

/** From now on these words, by their names; what is not given is said in Japanese. */
export function speak(words) {
  spoken = words;
  for (const listener of listeners) listener();
}

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const current = () => spoken;
