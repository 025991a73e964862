// Sentences with places: "{n}" takes a value, "{n:minute|minutes}" a word that depends on it.

const PLACE = /{(\w+)(?::([^|}]*)\|([^}]*))?}/g;

/** As iga_madoguchi/ui/text/counting.py does for languages whose first form belongs to one. */
export const fill = (sentence, values) =>
  sentence.replace(PLACE, (_, name, one, other) => (one === undefined ? values[name] : Number(values[name]) === 1 ? one : other));
