// Keys on the screen, for a kiosk that has no keyboard: the fifty sounds, or the Latin letters.

import { createElement as h } from "react";

import { plain, Said } from "./said.jsx";

const KANA = ["あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ", "まみむめも", "や ゆ よ", "らりるれろ", "わ を ん"];
const LATIN = ["qwertyuiop", "asdfghjkl-", "zxcvbnm'  "];
const SMALL = { あ: "ぁ", い: "ぃ", う: "ぅ", え: "ぇ", お: "ぉ", つ: "っ", や: "ゃ", ゆ: "ゅ", よ: "ょ" };
const LARGE = Object.fromEntries(Object.entries(SMALL).map(([large, small]) => [small, large]));
const VOICED = "\u3099";
const ROUND = "\u309a";

/**
 * The keys below a field. `words` by MATTER_WORDS, `layout` kana or latin, `more` rows of further signs;
 * `onChange` gets the field's new text.
 */
export function Letters({ words, layout, value, more = [], onChange }) {
  const turned = (turn) => () => onChange(value.slice(0, -1) + turn(value.slice(-1)));
  const press = (key, content, act, props = {}) => h("button", { key, type: "button", className: "btn", onClick: act, ...props }, content);
  const key = (letter) => press(letter, letter, () => onChange(value + letter));
  const rows = [...(layout === "kana" ? across(KANA) : LATIN.map((row) => [...row])), ...more.map((row) => [...row])];
  return [
    h(
      "div",
      { key: "keys", className: `keys keys-${layout}`, role: "group", "aria-label": plain(words.keyboard) },
      rows.map((row, at) => row.map((letter, place) => (letter === " " ? h("i", { key: `${at}-${place}` }) : key(letter)))),
    ),
    h("div", { key: "more", className: "keys keys-more" }, [
      ...(layout === "kana"
        ? [
            press("dots", "゛", turned((one) => marked(one, VOICED)), { "aria-label": plain(words.dots) }),
            press("ring", "゜", turned((one) => marked(one, ROUND)), { "aria-label": plain(words.ring) }),
            press("small", h(Said, { text: words.small }), turned((one) => SMALL[one] ?? LARGE[one] ?? one)),
            key("ー"),
          ]
        : []),
      press("space", h(Said, { text: words.space }), () => onChange(`${value} `), { className: "btn key-space" }),
      press("erase", h(Said, { text: words.erase }), () => onChange([...value].slice(0, -1).join(""))),
      press("clear", h(Said, { text: words.clear }), () => onChange("")),
    ]),
  ];
}

/** The columns of the fifty sounds as rows, as they are read from left to right. */
function across(columns) {
  return [0, 1, 2, 3, 4].map((row) => columns.map((column) => column[row]));
}

/** か becomes が, and が か again; what takes no mark stays as it is. */
function marked(letter, mark) {
  const [base] = letter.normalize("NFD");
  const made = ((LARGE[base] ?? base) + mark).normalize("NFC");
  if (made === letter) return base;
  return made.length === 1 ? made : letter;
}
