// A form that two people fill in together: the desk's panel, and the resident's view of the same page.

import { createElement as h, Fragment, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

import { dayOf } from "./js/days.js";
import * as digits from "./js/form/digits.js";
import { forms } from "./js/form/store.js";
import * as lines from "./js/form/strokes.js";
import { fill } from "./js/fill.js";
import { labelled, plain, Said } from "./said.jsx";

const useForms = () => useSyncExternalStore(forms.subscribe, forms.snapshot, forms.snapshot);
const withRuby = (text) => h(Said, { text });
// What is printed on a form, said in the page's language; the desk's is Japanese.
const tongue = ({ ja, en }, tongues) => tongues?.labels[ja] ?? (tongues && tongues.code !== "ja" ? en : ja);
const JAPANESE = ["ja", "ja-easy"];
const onScreen = (form) => form.fields.filter((field) => field.kind !== "signature" && !field.secret);
const signatureOf = (form) => form.fields.find((field) => field.kind === "signature");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function useCallOf(call) {
  useEffect(() => {
    forms.enter(call);
  }, [call]);
  useEffect(() => () => forms.leave(), []);
}

/** How a field reads at this moment: what is being typed, else what is kept. */
function reading({ filling, typed }, field) {
  const kept = filling.values[field.id];
  if (!(field.id in typed)) return { text: kept?.shown ?? "", id: kept?.value ?? "", kept, typing: false };
  const raw = typed[field.id];
  const choice = field.choices.find((one) => one.id === raw);
  const yes = field.kind === "check" && raw === "yes";
  return { text: choice ? choice.ja : yes ? "✓" : raw, id: raw, kept, typing: true };
}

const percent = (part, whole) => `${(part / whole) * 100}%`;
const placed = ([x, y, w, ht], [width, height]) => ({
  left: percent(x, width),
  top: percent(y, height),
  width: percent(w, width),
  height: percent(ht, height),
});

function Strokes({ strokes, className }) {
  const [width, height] = [600, 100];
  const paths = strokes.map((stroke, n) => h("path", { key: n, d: lines.path(stroke, width, height) }));
  return h("svg", { className, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": true }, paths);
}

/** One page as it will be printed, written over; `onTouch` makes every field a button. */
function Page({ state, number, tongues, focus, onTouch, words }) {
  const { filling, call } = state;
  const size = filling.form.pages[number - 1];
  const page = useRef(null);
  useEffect(() => {
    const field = focus ? page.current?.querySelector(`[data-field="${focus}"]`) : null;
    field?.scrollIntoView({ block: "center", inline: "nearest", behavior: calm() ? "auto" : "smooth" });
  }, [focus]);
  const fields = filling.form.fields
    .filter((field) => field.page === number)
    .map((field) => {
      const style = placed(field.rect, size);
      if (field.kind === "signature") {
        return h("div", { key: field.id, className: "fp-sign", style }, h(Strokes, { strokes: filling.strokes }));
      }
      if (field.secret) return null;
      const { text, id, kept, typing } = reading(state, field);
      const looks = ["fp-field", field.id === focus ? "is-on" : "", typing ? "is-typing" : ""];
      if (kept?.confirmed && !typing) looks.push("is-sure");
      if (kept?.doubted && !typing) looks.push("is-doubted");
      const ticks = field.ticks
        .filter((tick) => tick.id === id)
        .map((tick) =>
          h("i", {
            key: tick.id,
            className: "fp-tick",
            style: { left: percent(tick.x - field.rect[0], field.rect[2]), top: percent(tick.y - field.rect[1], field.rect[3]) },
          }),
        );
      const long = [...text].reduce((sum, char) => sum + (char < "\u0100" ? 0.56 : 1), 0) * 3.88 > field.rect[2] - 4;
      const inner = field.ticks.length ? ticks : h("span", { className: long ? "is-long" : "" }, text);
      const props = { key: field.id, "data-field": field.id, className: looks.join(" "), style };
      if (!onTouch) return h("div", props, inner);
      const label = plain(`${tongue(field.label, tongues)} ${text || words.empty}`);
      return h("button", { ...props, type: "button", "aria-label": label, onClick: () => onTouch(field.id) }, inner);
    });
  const source = `/forms/${call}/${filling.id}/page/${number}`;
  return h(
    "div",
    { className: "fp-page", ref: page, style: { aspectRatio: `${size[0]} / ${size[1]}` }, lang: "ja" },
    h("img", { src: source, alt: "", draggable: false }),
    fields,
  );
}

/* ---- the desk ---- */

/** Opens the desk's panel. */
export function FormButton({ label, className }) {
  const { open } = useForms();
  return h(
    "button",
    {
      type: "button",
      className: `btn ${className ?? ""}`,
      "aria-expanded": open,
      onClick: () => forms.open(!open),
    },
    label,
  );
}

/** Choose a form, write it, see it as the resident sees it. */
export function FormDesk({ call, words }) {
  useCallOf(call, "ja");
  const state = useForms();
  const [focus, setFocus] = useState("");
  const [problem, setProblem] = useState("");
  const panel = useRef(null);
  const { open, filling } = state;
  const drop = async () => {
    const { code } = await forms.drop();
    setProblem(code ? (words[code] ?? words.otherwise) : "");
  };
  useEffect(() => {
    if (open) panel.current?.querySelector("input, button.fd-form")?.focus();
  }, [open, filling?.id]);
  if (!open || state.part !== "desk") return null;
  return h(
    "section",
    { className: "fd", role: "dialog", "aria-label": words.title, ref: panel },
    h(
      "div",
      { className: "fd-head" },
      h("h2", null, filling ? filling.form.title.ja : words.title),
      h("span", { className: "push" }),
      filling ? h("button", { type: "button", className: "btn", onClick: drop }, words.drop) : null,
      h("button", { type: "button", className: "btn", onClick: () => forms.open(false) }, words.close),
    ),
    problem ? h("p", { role: "alert", className: "fd-error" }, problem) : null,
    filling
      ? h(
          "div",
          { className: "fd-two", key: filling.id },
          h(
            "div",
            { className: "fd-paper" },
            filling.form.pages.map((_, n) => h(Page, { key: n, state, number: n + 1, focus, words })),
          ),
          h(DeskFields, { state, words, focus, setFocus }),
        )
      : h(DeskChoice, { state, words }),
  );
}

function DeskChoice({ state, words }) {
  const [problem, setProblem] = useState("");
  const run = async (act) => {
    const { code } = await act();
    setProblem(code ? (words[code] ?? words.otherwise) : "");
  };
  return h(
    "div",
    { className: "fd-choice" },
    state.past.map((one) => h(DeskPast, { key: one.id, call: state.call, one, words, run })),
    h("p", null, words.choose),
    h(
      "ul",
      null,
      state.forms.map((form) =>
        h(
          "li",
          { key: form.id },
          h("button", { type: "button", className: "btn fd-form", onClick: () => run(() => forms.start(form.id)) }, form.title),
        ),
      ),
    ),
    h("p", { role: "alert", className: "fd-error" }, problem),
  );
}

/** A form that is done, or was put away and may come back. */
function DeskPast({ call, one, words, run }) {
  const done = one.state === "done";
  return h(
    "div",
    { className: "fd-last" },
    h("p", { role: "status" }, h("b", null, one.form.title.ja), done ? words.done : words.dropped),
    h(
      "div",
      { className: "row" },
      done
        ? [
            h("a", { key: "pdf", className: "btn btn-line", href: `/forms/${call}/${one.id}/pdf`, target: "_blank", rel: "noreferrer" }, words.pdf),
            one.kept_until
              ? h("span", { key: "kept" }, fill(words.kept, { day: dayOf(one.kept_until) }))
              : h("button", { key: "keep", type: "button", className: "btn", onClick: () => run(() => forms.keep(one.id, 30)) }, words.keep),
          ]
        : h("button", { type: "button", className: "btn btn-line", onClick: () => run(() => forms.restore(one.id)) }, words.restore),
    ),
  );
}

function DeskFields({ state, words, focus, setFocus }) {
  const { filling } = state;
  const fields = onScreen(filling.form);
  const written = fields.filter((field) => filling.values[field.id]?.value);
  const sure = written.filter((field) => filling.values[field.id].confirmed);
  const steps = { written: written.length, sure: sure.length, missing: filling.missing.length };
  return h(
    "form",
    { className: "fd-fields", onSubmit: (event) => event.preventDefault(), autoComplete: "off" },
    h(
      "p",
      { className: "fd-steps", role: "status" },
      h("b", null, words[`state.${filling.state}`]),
      h("span", { className: "num" }, fill(words.steps, steps)),
    ),
    filling.form.fields.map((field) =>
      field.kind === "signature"
        ? null
        : field.secret
          ? h("p", { key: field.id, className: "fd-hand" }, h("b", null, field.label.ja), words.by_hand)
          : h(DeskField, { key: field.id, state, field, words, on: focus === field.id, setFocus }),
    ),
  );
}

/** One field: typed here, seen there at once, kept when the clerk goes on to the next. */
function DeskField({ state, field, words, on, setFocus }) {
  const kept = state.filling.values[field.id];
  const [draft, setDraft] = useState(null);
  const [problem, setProblem] = useState({});
  const pending = useRef(null); // what is on its way; leaving the field must not send it twice
  const theirs = state.typed[field.id];
  const shown = draft ?? theirs ?? kept?.shown ?? "";

  const save = async (value, seen = kept?.version ?? 0) => {
    if (pending.current === value) return;
    pending.current = value;
    const answer = await forms.write(field.id, value, seen);
    pending.current = null;
    setProblem(answer);
    if (!answer.code) setDraft((now) => (now === value ? null : now));
  };
  const type = (value) => {
    setDraft(value);
    setProblem({});
    forms.type(field.id, value);
  };
  const touch = (value) => {
    type(value);
    save(value);
  };
  const leave = () => {
    if (draft === null) return;
    if (draft === (kept?.shown ?? "")) setDraft(null);
    else save(draft);
  };
  const enter = () => {
    setFocus(field.id);
    forms.type(field.id, draft ?? (field.ticks.length ? kept?.value : kept?.shown) ?? "");
  };
  const next = (event) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const all = [...event.currentTarget.form.querySelectorAll("input:not([type=radio]), input[type=radio]:checked, input[type=radio]")];
    const others = all.filter((one) => one.name !== event.currentTarget.name || one === event.currentTarget);
    const following = others[others.indexOf(event.currentTarget) + 1];
    if (following) following.focus();
    else leave();
  };

  const id = `fd-${field.id}`;
  const says = { "aria-describedby": `${id}-says`, "aria-invalid": Boolean(problem.code) };
  const look = `fd-field${on ? " is-on" : ""}${problem.code ? " is-wrong" : ""}${kept?.doubted ? " is-doubted" : ""}`;
  const mark = h(
    "span",
    { className: "fd-mark", "data-sure": kept?.confirmed ? "yes" : "no" },
    kept?.doubted ? words.doubted : kept?.confirmed ? words.sure : kept?.value ? words.unsure : "",
  );
  const says_ = h(Says, { id: `${id}-says`, field, problem, words, save });
  const title = [field.label.ja, field.required ? h("em", { key: "must" }, words.required) : null];

  if (field.kind === "choice") {
    return h(
      "div",
      { className: look, onFocus: enter, role: "radiogroup", "aria-label": field.label.ja },
      h("span", { className: "fd-title" }, title),
      h(
        "div",
        { className: "fd-options" },
        field.choices.map((choice) =>
          h(
            "label",
            { key: choice.id },
            h("input", {
              type: "radio",
              name: id,
              value: choice.id,
              checked: (draft ?? theirs ?? kept?.value) === choice.id,
              onChange: () => touch(choice.id),
              onKeyDown: next,
              ...says,
            }),
            choice.ja,
          ),
        ),
      ),
      mark,
      says_,
    );
  }
  if (field.kind === "check") {
    return h(
      "div",
      { className: look, onFocus: enter },
      h(
        "label",
        { className: "fd-check" },
        h("input", {
          type: "checkbox",
          name: id,
          checked: (draft ?? theirs ?? kept?.value) === "yes",
          onChange: (event) => touch(event.target.checked ? "yes" : ""),
          onKeyDown: next,
          ...says,
        }),
        title,
      ),
      mark,
      says_,
    );
  }
  return h(
    "div",
    { className: look },
    h("label", { htmlFor: id }, title),
    h("input", {
      id,
      name: id,
      value: shown,
      maxLength: 1000,
      inputMode: { number: "numeric", phone: "tel" }[field.kind] ?? "text",
      lang: "ja",
      spellCheck: false,
      onFocus: enter,
      onChange: (event) => type(event.target.value),
      onBlur: leave,
      onKeyDown: next,
      ...says,
    }),
    mark,
    says_,
  );
}

/** Under a field: how to write it, or what is not right yet, or both values when two wrote it. */
function Says({ id, field, problem, words, save }) {
  if (problem.code === "forms.value.changed") {
    const { mine, theirs, version } = problem;
    return h(
      "div",
      { id, className: "fd-says is-wrong", role: "alert" },
      fill(words["forms.value.changed"], { theirs }),
      h("button", { type: "button", className: "btn", onClick: () => save(mine, version) }, fill(words.use_mine, { mine })),
      h("button", { type: "button", className: "btn", onClick: () => save(theirs, version) }, fill(words.use_theirs, { theirs })),
    );
  }
  if (problem.code) {
    const text = fill(words[problem.code] ?? words.away, { limit: field.limit });
    return h("p", { id, className: "fd-says is-wrong", role: "alert" }, text);
  }
  return h("p", { id, className: "fd-says" }, field.help.ja);
}

/* ---- the resident ---- */

/** The page with the field that is being written, large; yes and no by touch; the signature; the end. */
export function FormKiosk({ call, lang, words, labels }) {
  useCallOf(call);
  const tongues = { code: lang, labels };
  const state = useForms();
  const [step, setStep] = useState("page");
  const [seen, setSeen] = useState("");
  const { filling } = state;
  const last = state.past.at(-1);
  const current = filling?.state ?? "";
  useEffect(() => {
    if (current === "open" && step === "final") setStep("page");
    if (current === "open" && step === "sign") setStep("page");
    if (!current) setStep("page");
  }, [current]);
  if (!filling) {
    if (last?.state !== "done" || seen === last.id) return null;
    return h(
      "section",
      { className: "fk fk-done", role: "status" },
      h("h2", null, withRuby(words.done_title)),
      h("p", null, withRuby(words.done_note)),
      h("button", { type: "button", className: "btn btn-solid", onClick: () => setSeen(last.id), ...labelled(words.close) }),
    );
  }
  const parts = { page: KioskPage, list: KioskList, sign: KioskSign, final: KioskFinal };
  return h(
    "section",
    { className: `fk fk-at-${step}`, "aria-label": plain(tongue(filling.form.title, tongues)) },
    h(
      "header",
      { className: "fk-head" },
      h("strong", null, h(Printed, { both: filling.form.title, tongues })),
      h("span", { role: "status" }, withRuby(progress(filling, words))),
      step === "page" && state.part === "branch" && Object.values(filling.values).some((value) => value.value)
        ? h("button", { type: "button", className: "btn", onClick: () => setStep("list"), ...labelled(words.list) })
        : null,
    ),
    h(parts[step], { state, tongues, words, setStep, key: filling.id }),
  );
}

/** What is printed on the form, in the resident's language, and beside it as it stands on the paper. */
function Printed({ both, tongues }) {
  const own = tongues.labels[both.ja];
  const lang = own || tongues.code === "ja" ? undefined : "en";
  return h(
    Fragment,
    null,
    h("span", { lang }, withRuby(tongue(both, tongues))),
    JAPANESE.includes(tongues.code) ? null : h("span", { lang: "ja", className: "fk-printed" }, both.ja),
  );
}

/** What was written or chosen; what was written stands as it will be printed. */
function Answer({ field, id, text, tongues, words }) {
  if (!text) return withRuby(words.empty);
  const choice = field.choices.find((one) => one.id === id);
  if (choice) return h(Printed, { both: choice, tongues });
  if (field.kind === "check") return withRuby(words.yes);
  return h("span", { lang: "ja" }, text);
}

/** A button's words. */
const say = (text) => h("span", null, withRuby(text));

function progress(filling, words) {
  const written = onScreen(filling.form).filter((field) => filling.values[field.id]?.value);
  const sure = written.filter((field) => filling.values[field.id].confirmed);
  return written.length ? fill(words.progress, { n: sure.length, all: written.length }) : "";
}

function KioskPage({ state, tongues, words, setStep }) {
  const { filling, at, typed } = state;
  const [touched, setTouched] = useState("");
  const [correcting, setCorrecting] = useState(false);
  useEffect(() => setTouched(""), [at, JSON.stringify(typed)]);
  const fields = onScreen(filling.form);
  const waiting = fields.find((field) => filling.values[field.id]?.value && !filling.values[field.id].confirmed);
  const focus = touched || at || waiting?.id || "";
  const field = fields.find((one) => one.id === focus);
  const page = field?.page ?? 1;
  const guest = state.part !== "branch";
  const view = h(Page, { state, number: page, tongues, focus, onTouch: guest ? null : setTouched, words });
  if (guest) return h("div", { className: "fk-work" }, h("div", { className: "fk-view" }, view));
  return h(
    "div",
    { className: "fk-work" },
    h("div", { className: "fk-view" }, view),
    h(
      "div",
      { className: "fk-bar" },
      field
        ? h(KioskField, { state, field, tongues, words, correct: () => setCorrecting(true) })
        : h("p", { className: "fk-note" }, withRuby(words.note)),
      h(KioskNext, { filling, words, setStep }),
    ),
    correcting && field ? h(Correct, { state, field, tongues, words, close: () => setCorrecting(false) }) : null,
  );
}

/** Where the resident may go from the page. */
function KioskNext({ filling, words, setStep }) {
  if (filling.state === "open") return null;
  const forward = () => setStep(filling.state === "confirmed" && filling.form.signature ? "sign" : "final");
  return h(
    "div",
    { className: "fk-next" },
    h("button", { type: "button", className: "btn btn-solid", onClick: forward, ...labelled(filling.form.signature ? words.to_sign : words.to_final) }),
  );
}

/** One field said large, with the resident's two answers. */
function KioskField({ state, field, tongues, words, correct }) {
  const { text, id, kept, typing } = reading(state, field);
  const [problem, setProblem] = useState("");
  const yes = async () => {
    const { code } = await forms.confirm([field.id]);
    setProblem(code ? (words[code] ?? words.away) : "");
  };
  const hint = problem || (typing ? words.writing : kept?.doubted ? words.asked : kept?.confirmed ? words.sure : "");
  return h(
    "div",
    { className: "fk-field" },
    h("p", { className: "fk-label" }, h(Printed, { both: field.label, tongues }), h("small", { role: "status" }, withRuby(hint))),
    h("p", { className: "fk-value", "data-testid": "form-value" }, h(Answer, { field, id, text, tongues, words })),
    kept?.value && !typing
      ? h(
          "div",
          { className: "fk-answers" },
          h("button", { type: "button", className: "btn", onClick: correct, ...labelled(words.fix) }),
          kept.confirmed ? null : h("button", { type: "button", className: "btn btn-line", onClick: yes, ...labelled(words.ok) }),
        )
      : null,
  );
}

/** Everything that is written, one below the other; a page can be said yes to at once. */
function KioskList({ state, tongues, words, setStep }) {
  const { filling } = state;
  const [correcting, setCorrecting] = useState(null);
  const [problem, setProblem] = useState("");
  const written = onScreen(filling.form).filter((field) => filling.values[field.id]?.value);
  const open = written.filter((field) => !filling.values[field.id].confirmed);
  const yes = async (fields) => {
    const { code } = await forms.confirm(fields.map((field) => field.id));
    setProblem(code ? (words[code] ?? words.away) : "");
  };
  const forward = () => setStep(filling.state === "confirmed" && filling.form.signature ? "sign" : "final");
  return h(
    "div",
    { className: "fk-work" },
    h(
      "dl",
      { className: "fk-list" },
      written.map((field) => {
        const kept = filling.values[field.id];
        return h(
          "div",
          { key: field.id },
          h("dt", null, h(Printed, { both: field.label, tongues })),
          h("dd", null, h(Answer, { field, id: kept.value, text: kept.shown, tongues, words })),
          h(
            "dd",
            { className: "fk-answers" },
            kept.confirmed ? h("span", { className: "fk-sure" }, withRuby(words.sure)) : null,
            kept.doubted ? h("span", null, withRuby(words.asked)) : null,
            h("button", { type: "button", className: "btn", onClick: () => setCorrecting(field), ...labelled(words.fix) }),
            kept.confirmed ? null : h("button", { type: "button", className: "btn btn-line", onClick: () => yes([field]), ...labelled(words.ok) }),
          ),
        );
      }),
    ),
    h(
      "div",
      { className: "fk-bar" },
      h("p", { className: "fk-note", role: "status" }, withRuby(problem || missing(filling, words))),
      h(
        "div",
        { className: "fk-next" },
        h("button", { type: "button", className: "btn", onClick: () => setStep("page"), ...labelled(words.back) }),
        open.length
          ? h("button", { type: "button", className: "btn btn-solid", onClick: () => yes(open), ...labelled(words.all_ok) })
          : filling.state !== "open"
            ? h("button", { type: "button", className: "btn btn-solid", onClick: forward, ...labelled(filling.form.signature ? words.to_sign : words.to_final) })
            : null,
      ),
    ),
    correcting ? h(Correct, { state, field: correcting, tongues, words, close: () => setCorrecting(null) }) : null,
  );
}

const missing = (filling, words) => (filling.missing.length ? fill(words.missing, { n: filling.missing.length }) : "");

/** なおす: by touch what touches can say, everything else is asked of the desk. */
function Correct({ state, field, tongues, words, close }) {
  const kept = state.filling.values[field.id];
  const [pad, setPad] = useState(() => digits.begin(field.kind, kept?.shown));
  const [problem, setProblem] = useState("");
  const keys = useRef(null);
  useEffect(() => keys.current?.focus(), []);
  const choosing = field.kind === "choice" || field.kind === "check";
  const done = ({ code }) => {
    if (code) setProblem(words[code] ?? words.away);
    else close();
  };
  const change = (next) => {
    setPad(next);
    setProblem("");
    forms.type(field.id, digits.text(next));
  };
  const send = async (value) => done(await forms.write(field.id, value, kept?.version ?? 0));
  const stop = () => {
    forms.type(field.id, kept?.shown ?? "");
    close();
  };
  const options =
    field.kind === "check"
      ? [{ id: "yes", said: say(words.yes) }, { id: "", said: say(words.no) }]
      : field.choices.map((one) => ({ id: one.id, said: h("span", null, h(Printed, { both: one, tongues })) }));
  const body = choosing
    ? h(
        "div",
        { className: "fk-options" },
        options.map((one) =>
          h("button", { key: one.id, type: "button", className: "btn", "aria-pressed": kept?.value === one.id, onClick: () => send(one.id) }, one.said),
        ),
      )
    : field.touch
      ? h(NumberPad, { pad, change, tongues, words })
      : h("p", null, withRuby(words.ask_note));
  return h(
    "div",
    { className: "veil" },
    h(
      "section",
      { className: "panel sheet fk-fix", role: "dialog", "aria-modal": true, "aria-label": plain(tongue(field.label, tongues)), tabIndex: -1, ref: keys },
      h("h2", null, h(Printed, { both: field.label, tongues })),
      body,
      h("p", { role: "alert", className: "fk-problem" }, withRuby(problem)),
      h(
        "div",
        { className: "row" },
        h("button", { type: "button", className: "btn", onClick: stop, ...labelled(words.back) }),
        h("button", { type: "button", className: field.touch ? "btn" : "btn btn-solid", onClick: async () => done(await forms.doubt(field.id)), ...labelled(words.ask_staff) }),
        field.touch && !choosing
          ? h("button", { type: "button", className: "btn btn-solid", disabled: !digits.text(pad), onClick: () => send(digits.text(pad)), ...labelled(words.pad_ok) })
          : null,
      ),
    ),
  );
}

const ERA_READINGS = { 令和: "令和《れいわ》", 平成: "平成《へいせい》", 昭和: "昭和《しょうわ》", 大正: "大正《たいしょう》" };
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "-", "0", "back"];

export function NumberPad({ pad, change, tongues, words }) {
  const units = [words.year, words.month, words.day];
  return h(
    "div",
    { className: "fk-pad" },
    pad.kind === "date"
      ? h(
          "div",
          { className: "pad-date" },
          h(
            "div",
            { className: "pad-eras" },
            digits.ERAS.map((era) =>
              h("button", { key: era, type: "button", className: "btn", "aria-pressed": pad.era === era, onClick: () => change(digits.count(pad, era)) }, era ? h("span", { lang: "ja" }, tongues.code === "ja" ? era : withRuby(ERA_READINGS[era])) : say(words.western)),
            ),
          ),
          h(
            "div",
            { className: "pad-parts" },
            pad.parts.map((part, at) =>
              h(
                "button",
                { key: at, type: "button", className: "pad-part", "aria-pressed": pad.at === at, "aria-label": plain(`${part} ${units[at]}`), onClick: () => change(digits.choose(pad, at)) },
                h("b", { className: "num" }, part || "–"),
                say(units[at]),
              ),
            ),
          ),
        )
      : h("output", { className: "pad-text num" }, pad.text || "–"),
    h(
      "div",
      { className: "pad-keys" },
      KEYS.map((key) => {
        if (key === "-" && pad.kind !== "phone") return h("span", { key });
        const name = key === "back" ? say(words.erase) : key;
        return h("button", { key, type: "button", className: "btn num", onClick: () => change(digits.press(pad, key)) }, name);
      }),
    ),
  );
}

/** The resident's own hand, with a finger or a pen. */
function KioskSign({ state, words, setStep }) {
  const { filling } = state;
  const [strokes, setStrokes] = useState(() => filling.strokes);
  const [problem, setProblem] = useState("");
  const field = signatureOf(filling.form);
  const send = async () => {
    const { code } = await forms.sign(strokes);
    if (code) setProblem(words[code] ?? words.away);
    else setStep("final");
  };
  return h(
    "div",
    { className: "veil" },
    h(
      "section",
      { className: "panel sheet fk-sign-sheet", role: "dialog", "aria-modal": true, "aria-labelledby": "fk-sign-title" },
      h("h2", { id: "fk-sign-title" }, withRuby(words.sign_title)),
      h("p", null, withRuby(words.sign_note)),
      h(SignaturePad, { strokes, setStrokes, ratio: field.rect[2] / field.rect[3], label: plain(words.sign_title) }),
      h("p", { role: "alert", className: "fk-problem" }, withRuby(problem)),
      h(
        "div",
        { className: "row" },
        h("button", { type: "button", className: "btn", onClick: () => setStep("list"), ...labelled(words.back) }),
        h("button", { type: "button", className: "btn", onClick: () => setStrokes([]), ...labelled(words.redo) }),
        h("button", { type: "button", className: "btn btn-solid", disabled: !lines.written(strokes), onClick: send, ...labelled(words.sign_ok) }),
      ),
    ),
  );
}

function SignaturePad({ strokes, setStrokes, ratio, label }) {
  const box = useRef(null);
  const pen = useRef(null); // the one pointer that writes; a resting palm does not
  const at = (event) => {
    const { left, top, width, height } = box.current.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  const down = (event) => {
    if (pen.current !== null) return;
    pen.current = event.pointerId;
    box.current.setPointerCapture?.(event.pointerId);
    setStrokes((now) => lines.begin(now, ...at(event)));
  };
  const move = (event) => {
    if (event.pointerId !== pen.current) return;
    const between = event.nativeEvent.getCoalescedEvents?.() ?? [];
    const points = (between.length ? between : [event]).map(at);
    setStrokes((now) => lines.move(now, points));
  };
  const up = (event) => {
    if (event.pointerId === pen.current) pen.current = null;
  };
  useLayoutEffect(() => {
    // React listens passively; without this a touch would scroll.
    const stop = (event) => event.preventDefault();
    const element = box.current;
    element.addEventListener("touchstart", stop, { passive: false });
    return () => element.removeEventListener("touchstart", stop);
  }, []);
  return h(
    "div",
    {
      className: "sign-pad",
      ref: box,
      role: "img",
      "aria-label": label,
      "data-testid": "signature-pad",
      style: { aspectRatio: `${ratio} / 1` },
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: up,
    },
    h(Strokes, { strokes }),
  );
}

/** この内容で出します: everything once more, and the one button. */
function KioskFinal({ state, tongues, words, setStep }) {
  const { filling } = state;
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState("");
  const written = onScreen(filling.form).filter((field) => filling.values[field.id]?.value);
  const send = async () => {
    setSending(true);
    const { code } = await forms.finish();
    setSending(false);
    if (code) setProblem(words[code] ?? words.away);
  };
  return h(
    "div",
    { className: "fk-work" },
    h(
      "dl",
      { className: "fk-list fk-sum" },
      written.map((field) =>
        h(
          "div",
          { key: field.id },
          h("dt", null, h(Printed, { both: field.label, tongues })),
          h("dd", null, h(Answer, { field, id: filling.values[field.id].value, text: filling.values[field.id].shown, tongues, words })),
        ),
      ),
      filling.strokes.length ? h("div", { key: "sign" }, h("dt", null, withRuby(words.signature)), h("dd", null, h(Strokes, { strokes: filling.strokes, className: "fk-hand" }))) : null,
    ),
    h(
      "div",
      { className: "fk-bar" },
      h("p", { className: "fk-note", role: "status" }, withRuby(problem || (sending ? words.sending : words.final_note))),
      h(
        "div",
        { className: "fk-next" },
        h("button", { type: "button", className: "btn", disabled: sending, onClick: () => setStep("list"), ...labelled(words.fix) }),
        filling.form.signature ? h("button", { type: "button", className: "btn", disabled: sending, onClick: () => setStep("sign"), ...labelled(words.sign_again) }) : null,
        h("button", { type: "button", className: "btn btn-solid", disabled: sending, onClick: send, ...labelled(words.send) }),
      ),
    ),
  );
}
