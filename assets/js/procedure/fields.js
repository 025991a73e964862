// The fields of a procedure. `form` is what they share: words, choices, problems, draft, and how to change it.

import { createElement as h, useEffect, useRef } from "react";

import { at, fill, written } from "./draft.js";

const idOf = (path) => `pe-${path.replaceAll(".", "-")}`;

/** A sentence beside the field that it is about. */
export function Problem({ form, path }) {
  const sentence = form.problems[path];
  return sentence ? h("p", { id: `${idOf(path)}-problem`, className: "pe-problem" }, sentence) : null;
}

const marks = (form, path) => {
  const bad = path in form.problems;
  return { id: idOf(path), "aria-invalid": bad || undefined, "aria-describedby": bad ? `${idOf(path)}-problem` : undefined };
};

const labelled = (form, path, label, field, hint) =>
  h(
    "div",
    { className: "pe-field", key: path },
    h("label", { htmlFor: idOf(path) }, label),
    h("div", null, field, hint ? h("small", null, hint) : null, h(Problem, { form, path })),
  );

/** One line that grows with its words, or several lines with `rows`. */
export function Text({ form, path, label, hint, rows, lang, type, value, onValue }) {
  const kept = (text) => (rows ? text : text.replace(/\s*[\r\n]+\s*/g, " "));
  const given = {
    ...marks(form, path),
    lang,
    value: value ?? at(form.draft, path) ?? "",
    onChange: (event) => (onValue ?? ((text) => form.put(path, text)))(kept(event.target.value)),
    autoComplete: "off",
  };
  const field = type ? h("input", { ...given, type }) : h("textarea", { ...given, rows: rows ?? 1, className: rows ? "is-long" : "" });
  return labelled(form, path, label, field, hint);
}

/** One of several; `none` is the word for not choosing. */
export function Choice({ form, path, label, options, none, hint }) {
  const value = at(form.draft, path) ?? "";
  // What is not offered any more stays until somebody chooses otherwise.
  const gone = value && options.every((one) => one.id !== value) ? [{ id: value, name: value }] : [];
  const field = h(
    "select",
    { ...marks(form, path), value, onChange: (event) => form.put(path, event.target.value) },
    none ? h("option", { value: "" }, none) : null,
    [...gone, ...options].map((one) => h("option", { key: one.id, value: one.id }, one.name)),
  );
  return labelled(form, path, label, field, hint);
}

/** The same in all languages: Japanese first, the others in a fold that says how many are written. */
export function Tongues({ form, path, label }) {
  const { words, languages, problems } = form;
  const others = languages.filter((code) => code !== "ja");
  const text = at(form.draft, path) ?? {};
  const wrong = others.some((code) => `${path}.${code}` in problems);
  const count = fill(words.written, { n: written(text), of: languages.length });
  // Opened by hand, by the button for all, or by what is wrong within; never shut under the hand.
  const fold = useRef(null);
  useEffect(() => {
    fold.current.open = form.opened;
  }, [form.opened]);
  useEffect(() => {
    if (wrong) fold.current.open = true;
  }, [wrong]);
  return h(
    "div",
    { className: "pe-said" },
    h(Text, { form, path: `${path}.ja`, label, lang: "ja" }),
    h(Problem, { form, path }),
    h(
      "details",
      { ref: fold },
      h("summary", null, words.others, " ", h("span", { className: "num" }, count), h("span", { className: "vh" }, ` ${label}`)),
      others.map((code) =>
        h(Text, {
          key: code,
          form,
          path: `${path}.${code}`,
          label: h(SayIn, { what: label, language: words[`in_${code}`] }),
          lang: code.split("-")[0] === "zh" ? "zh-Hans" : code.split("-")[0],
          hint: code === "ja-easy" ? words.easy_hint : null,
        }),
      ),
    ),
  );
}

/** The language is seen, the field's name is heard before it. */
function SayIn({ what, language }) {
  return [h("span", { className: "vh", key: "what" }, `${what} `), h("span", { key: "in" }, language)];
}

/** Rows that are added, moved and removed; `row` draws one. `name` says which, for the buttons. */
export function Rows({ form, list, name, row }) {
  const { words } = form;
  const count = form.draft[list].length;
  const act = (label, n, verb, disabled, what) =>
    h(
      "button",
      { type: "button", className: "btn", disabled, "data-act": `${list}.${n}.${verb}`, "aria-label": what, onClick: () => form.act(list, n, verb, name(n)) },
      label,
    );
  return h(
    "div",
    { className: `pe-rows pe-${list}` },
    h(Problem, { form, path: list }),
    form.draft[list].map((_, n) =>
      h(
        "div",
        { className: "pe-row", key: n, role: "group", "aria-label": name(n) },
        row(n),
        h(
          "div",
          { className: "pe-acts" },
          list === "documents" ? h("h3", null, name(n)) : null,
          act("↑", n, "up", n === 0, fill(words.up, { what: name(n) })),
          act("↓", n, "down", n === count - 1, fill(words.down, { what: name(n) })),
          act(fill(words.remove, { what: "" }).replace(/^を/, ""), n, "remove", false, fill(words.remove, { what: name(n) })),
        ),
      ),
    ),
    h("button", { type: "button", className: "btn", "data-act": `${list}.add`, onClick: () => form.act(list, count, "add", "") }, words[`add_${list}`]),
  );
}
