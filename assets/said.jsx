// Texts with ruby, and the language of the whole document.

import { createElement as h, Fragment, useEffect, useLayoutEffect, useRef } from "react";

import { parts, plain } from "./js/ruby.js";

export { plain };

/** A text whose readings stand above its kanji. Screen readers hear the words once, without the readings. */
export function Said({ text }) {
  if (!text?.includes("《")) return text ?? null;
  const set = ([word, reading], at) =>
    reading ? h("ruby", { key: at }, word, h("rt", { "aria-hidden": true }, reading)) : h(Fragment, { key: at }, word);
  // One box: where it stands beside drawings in a row, its parts must not be spread out. No rule names this element.
  return h("bdi", null, parts(text).map(set));
}

/** What a button needs whose words may carry ruby: its words, and its name without. */
export const labelled = (text) => ({ "aria-label": plain(text), children: h("span", null, h(Said, { text })) });

/** The document speaks the language of the page for as long as the page is there; `onChange` when it is another. */
export function PageLanguage({ language, code, onChange }) {
  const before = useRef(code);
  const changed = useRef(onChange);
  changed.current = onChange;
  useEffect(() => {
    if (before.current !== code) changed.current?.();
    before.current = code;
  }, [code]);
  useLayoutEffect(() => {
    const root = document.documentElement;
    const usual = root.lang;
    root.lang = language;
    return () => {
      root.lang = usual;
    };
  }, [language]);
  return null;
}
