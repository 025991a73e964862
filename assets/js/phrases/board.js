// The desk's phrase board: how a sentence is found, which comes first, and what a key does. Pure.

export const RECENT_LIMIT = 8;

/** As it is compared: width, case and the two kana make no difference. */
export const folded = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
    .replace(/[\s、。・？！「」（）]+/g, "");

/**
 * Sentences that hold every word of the query, as it is written or as it is read.
 * @param {{ja: string, kana: string}[]} phrases
 */
export function found(phrases, query) {
  const terms = query.split(/\s+/).map(folded).filter(Boolean);
  return phrases.filter(({ ja, kana }) => {
    const both = [folded(ja), folded(kana)];
    return terms.every((term) => both.some((text) => text.includes(term)));
  });
}

/** The one that was used last stands first, nobody twice, and not more than a hand's reach. */
export const used = (recent, id) => [id, ...recent.filter((one) => one !== id)].slice(0, RECENT_LIMIT);

/**
 * What stands in the list: what is searched for anywhere, else the sentences of the chosen tab.
 * @param {{phrases: object, moments: {id: string, phrases: string[]}[], recent: string[], tab: string, query: string}} of
 */
export function listed({ phrases, moments, recent, tab, query }) {
  const known = (ids) => ids.map((id) => phrases[id] && { id, ...phrases[id] }).filter(Boolean);
  if (folded(query)) {
    const first = known(recent);
    const all = known(moments.flatMap((moment) => moment.phrases));
    const rest = all.filter(({ id }) => !recent.includes(id));
    return found([...first, ...rest], query);
  }
  if (tab === "recent") return known(recent);
  return known(moments.find(({ id }) => id === tab)?.phrases ?? []);
}

/** The place in a list of `length` after an arrow key; -1 while nothing is chosen. */
export function moved(at, key, length) {
  if (!length) return -1;
  if (key === "ArrowDown") return at + 1 < length ? at + 1 : 0;
  if (key === "ArrowUp") return at > 0 ? at - 1 : length - 1;
  if (key === "Home") return 0;
  return key === "End" ? length - 1 : at;
}
