// The desk's phrase board: one sentence of it is shown to the resident by one click or by the keyboard alone.

import { createElement as h, useEffect, useId, useRef, useState } from "react";

import { listed, moved, used } from "./js/phrases/board.js";
import { talk } from "./js/talk/talk.js";
import { Pictogram } from "./pictogram.jsx";

const MOVING = ["ArrowDown", "ArrowUp", "Home", "End"];
const typesElsewhere = ({ target }) => target.closest?.("input, textarea, select, [contenteditable='true']");
let recent = []; // for as long as the page is open; the next person at the desk may well need the same

/**
 * `phrases` by id as {ja, kana, icon}; `boards` by department as [{id, phrases}], "" for one that has none of its own.
 * `words`: open, search, list, none, shown, recent and the moments by their ids.
 */
export function PhrasePanel({ phrases, boards, department, drawings, words }) {
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  useEffect(() => {
    const listen = (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (typesElsewhere(event) || document.querySelector("[aria-modal='true']")) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const moments = boards[department] ?? boards[""];
  return h("div", { className: "ph" }, [
    h(
      "button",
      { key: "open", ref: button, type: "button", className: "btn", "aria-expanded": open, "aria-keyshortcuts": "/", onClick: () => (open ? close() : setOpen(true)) },
      h("span", null, words.open),
      h("kbd", { "aria-hidden": true }, "/"),
    ),
    open ? h(Board, { key: "board", phrases, moments, drawings, words, close }) : null,
  ]);
}

function Board({ phrases, moments, drawings, words, close }) {
  const [tab, setTab] = useState(recent.length ? "recent" : moments[0].id);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(-1);
  const [shown, setShown] = useState("");
  const list = useId();
  const field = useRef(null);
  const chosen = useRef(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => chosen.current?.scrollIntoView({ block: "nearest" }), [at, tab, query]);
  const rows = listed({ phrases, moments, recent, tab, query });

  const show = ({ id, ja, icon }) => {
    talk.say({ phrase: { id, icon, texts: { ja } } });
    recent = used(recent, id);
    setShown(ja);
    setQuery("");
    setAt(-1);
    field.current?.focus();
  };
  const key = (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      if (query) setQuery("");
      else close();
    } else if (MOVING.includes(event.key) && !(query && ["Home", "End"].includes(event.key))) {
      event.preventDefault();
      setAt(moved(at, event.key, rows.length));
    } else if (event.key === "Enter" && rows.length && (at >= 0 || query)) {
      event.preventDefault();
      show(rows[Math.max(at, 0)]);
    }
  };
  const choose = (next) => () => {
    setTab(next);
    setQuery("");
    setAt(-1);
  };
  const tabs = [...(recent.length ? ["recent"] : []), ...moments.map(({ id }) => id)];
  return h("section", { className: "ph-board", "aria-label": words.open, onKeyDown: key }, [
    h("input", {
      key: "search",
      ref: field,
      type: "search",
      role: "combobox",
      lang: "ja",
      autoComplete: "off",
      spellCheck: false,
      "aria-label": words.search,
      placeholder: words.search,
      "aria-expanded": true,
      "aria-controls": list,
      "aria-activedescendant": at >= 0 && rows[at] ? `${list}-${at}` : undefined,
      value: query,
      onChange: (event) => {
        setQuery(event.target.value.slice(0, 60));
        setAt(-1);
      },
    }),
    h(
      "div",
      { key: "tabs", className: "ph-tabs", role: "group", "aria-label": words.moments },
      tabs.map((id) =>
        h("button", { key: id, type: "button", className: "btn", "aria-pressed": !query && tab === id, onClick: choose(id) }, words[id]),
      ),
    ),
    h(
      "ul",
      { key: "list", id: list, role: "listbox", className: "ph-list", "aria-label": words.list, tabIndex: -1 },
      rows.map((row, place) =>
        h(
          "li",
          { key: row.id, id: `${list}-${place}`, ref: place === at ? chosen : undefined, role: "option", "aria-selected": place === at, onClick: () => show(row) },
          h(Pictogram, { shapes: drawings[row.icon] }),
          h("span", null, row.ja),
        ),
      ),
    ),
    h("p", { key: "said", role: "status", className: "ph-said" }, rows.length ? (shown ? `${words.shown}${shown}` : "") : words.none),
  ]);
}
