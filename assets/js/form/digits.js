// Correcting by touch: what the keys of the number pad make of a date, a telephone or a number. Pure.

export const ERAS = ["令和", "平成", "昭和", "大正", ""];
const LENGTHS = [2, 2, 2];
const WESTERN = [4, 2, 2];
const HYPHEN = "-";

/** @param shown the value as it is read, such as 昭和58年5月3日 */
export function begin(kind, shown) {
  if (kind !== "date") return { kind, text: shown ?? "" };
  const match = /^(令和|平成|昭和|大正|)(\d+|元)年(\d+)月(\d+)日$/.exec(shown ?? "");
  if (!match) return { kind, era: "昭和", parts: ["", "", ""], at: 0 };
  const [, era, year, month, day] = match;
  return { kind, era, parts: [year === "元" ? "1" : year, month, day], at: 0, fresh: true };
}

/** A digit, "-" or "back". The first digit after looking replaces what stood there. */
export function press(pad, key) {
  if (pad.kind !== "date") {
    if (key === "back") return { ...pad, text: pad.text.slice(0, -1) };
    return pad.text.length < 20 ? { ...pad, text: pad.text + key } : pad;
  }
  if (key === HYPHEN) return pad;
  const parts = [...pad.parts];
  const at = pad.at;
  if (key === "back") {
    if (!parts[at] && at > 0) return { ...pad, at: at - 1, fresh: false };
    parts[at] = parts[at].slice(0, -1);
    return { ...pad, parts, fresh: false };
  }
  const wanted = lengths(pad)[at];
  parts[at] = pad.fresh || parts[at].length >= wanted ? key : parts[at] + key;
  const full = parts[at].length >= wanted && at < 2;
  return { ...pad, parts, at: full ? at + 1 : at, fresh: full };
}

export function choose(pad, at) {
  return { ...pad, at, fresh: true };
}

export function count(pad, era) {
  return { ...pad, era, at: 0, fresh: true };
}

/** What is sent, as a person would type it; "" while something is missing. */
export function text(pad) {
  if (pad.kind !== "date") return pad.text;
  if (pad.parts.some((part) => !part)) return "";
  const [year, month, day] = pad.parts;
  return `${pad.era}${year}年${month}月${day}日`;
}

function lengths(pad) {
  return pad.era ? LENGTHS : WESTERN;
}
