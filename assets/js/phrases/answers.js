// What a resident touches on a pad, as the id of an answer (docs/protocol.md, `say`). Pure.

const STARTS = { 令和: 2018, 平成: 1988, 昭和: 1925, 大正: 1911, "": 0 };
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;
export const LIMITS = { number: 12, money: 9 };

/** A digit or "back" on the pad of a number or of an amount. */
export function press(kind, text, key) {
  if (key === "back") return text.slice(0, -1);
  if (!/^[0-9]$/.test(key) || text.length >= LIMITS[kind]) return text;
  return kind === "money" && text === "0" ? key : text + key;
}

/** With thousands set apart, as prices are written in Japan. */
export const amount = (text) => (text ? Number(text).toLocaleString("en-US") : "");

/** @param pad of js/form/digits.js @returns {string} 1980-05-01, or "" while it is no day */
export function day({ era, parts }) {
  if (parts.some((part) => !part)) return "";
  const [count, month, date] = parts.map(Number);
  const year = STARTS[era] + count;
  if (!count || year < FIRST_YEAR || year > LAST_YEAR) return "";
  const made = new Date(Date.UTC(year, month - 1, date));
  const same = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === date;
  return same ? made.toISOString().slice(0, 10) : "";
}

/** The answer's id; "" while nothing can be sent. @param {"number" | "money" | "date"} kind */
export function answerId(kind, value) {
  const text = kind === "date" ? day(value) : value;
  return text ? `${kind}.${text}` : "";
}
