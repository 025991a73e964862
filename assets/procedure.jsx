// The editor of one procedure. What is typed lives here until it is saved, and outlives the page's socket, a
// server that was away, a reload of the tab, and somebody else who saved first.

import { useEffect, useMemo, useRef, useState } from "react";

import { add, blank, fill, lines, move, put, remove, same, sent, words as split } from "./js/procedure/draft.js";
import { Choice, Rows, Text, Tongues } from "./js/procedure/fields.js";
import { ask, kept } from "./js/procedure/wire.js";

const PAUSE_MS = 300; // after the last letter, before the preview follows

/** Which procedure the address names; a new one has a department at most. Built pages have no address yet. */
function asked() {
  if (typeof location === "undefined") return {};
  const query = new URLSearchParams(location.search);
  return { id: query.get("id") ?? "", department: query.get("department") ?? "", saved: query.get("saved") ?? "" };
}

const addressOf = (id) => `/procedures/${encodeURIComponent(id)}`;
const clock = (at) => new Date(at).toLocaleTimeString("ja", { timeZone: "Asia/Tokyo", hour: "2-digit", minute: "2-digit" });

/** Everything about one text and its fate; the components below only show it. */
function useDraft({ words, people, newest, taken, takenTurn, turn, onWrite }) {
  const { id = "", department = "", saved = "" } = useMemo(asked, []);
  const [base, setBase] = useState(null); // { version, content } as the server last had it for us
  const [draft, setDraft] = useState(null);
  const [problems, setProblems] = useState({});
  const [told, setTold] = useState(""); // what has just become of it
  const [undo, setUndo] = useState(null);
  const [clash, setClash] = useState(null);
  const [busy, setBusy] = useState(false);
  const [absent, setAbsent] = useState(false);
  const latest = useRef({});
  const dirty = Boolean(draft && base && !same(draft, base.content));
  latest.current = { draft, base, dirty, onWrite };

  const nameOf = (login) => people.find((one) => one.id === login)?.name ?? login;
  const begin = (version, content, text = "") => {
    setBase({ version, content });
    setDraft(content);
    setProblems({});
    setUndo(null);
    setClash(null);
    setTold(text);
  };
  const load = async (text = "") => {
    const { status, body } = await ask("GET", addressOf(id));
    if (status === 200) begin(body.version, body.content, text);
    else if (status === 404) setAbsent(true);
    else setTimeout(() => latest.current.base ?? load(), 2000);
  };

  useEffect(() => {
    const found = kept.read(id);
    if (found?.draft && found.base) {
      setBase(found.base);
      setDraft(found.draft);
      setTold(words.restored);
    } else if (id) load(saved && fill(words.saved, { version: saved }));
    else begin(0, blank(department));
  }, []);

  // What is written is kept in this tab, and the preview follows it; `turn`: the page's server has forgotten it.
  useEffect(() => {
    if (!draft) return undefined;
    kept.write(id, dirty ? { base, draft } : null);
    const pause = dirty ? PAUSE_MS : 0;
    const timer = setTimeout(() => latest.current.onWrite?.(sent(draft), base.version), pause);
    return () => clearTimeout(timer);
  }, [draft, base, turn]);

  // Somebody else saved: what nobody has touched here follows by itself.
  useEffect(() => {
    if (id && base && newest > base.version && !dirty && !busy) load();
  }, [newest]);

  useEffect(() => {
    if (!takenTurn || !id) return;
    ask("GET", `${addressOf(id)}?version=${taken}`).then(({ status, body }) => {
      if (status !== 200) return setTold(words.offline);
      setUndo({ draft: latest.current.draft, text: fill(words.taken, { version: taken }) });
      setProblems({});
      setTold("");
      return setDraft(body.content);
    });
  }, [takenTurn]);

  const edit = (path, value) => {
    setDraft((before) => put(before, path, value));
    setTold("");
    setProblems((before) => without(before, path));
  };
  const act = (list, row, verb, what) => {
    const before = draft;
    const by = verb === "up" ? -1 : 1;
    if (verb === "add") setDraft(add(before, list));
    else if (verb === "remove") setDraft(remove(before, list, row));
    else setDraft(move(before, list, row, by));
    setUndo(verb === "remove" ? { draft: before, text: fill(words.removed, { what }) } : null);
    setTold("");
    setProblems((found) => without(found, list));
    focusSoon(list, verb === "up" || verb === "down" ? row + by : row, verb);
  };

  /** True when it is saved; all that may be wrong is told, and nothing that was typed is gone. */
  const save = async (expected = base.version) => {
    if (busy) return false;
    setBusy(true);
    setTold("");
    const content = sent(draft);
    const { status, body } = id
      ? await ask("PUT", addressOf(id), { expected, content })
      : await ask("POST", "/procedures", { content });
    setBusy(false);
    if (status === 200 && latest.current.draft === draft) {
      const text = body.version === base.version ? words.unchanged : fill(words.saved, { version: body.version });
      begin(body.version, draft, text);
      kept.write(id, null);
      return true;
    }
    if (status === 200) setBase({ version: body.version, content: draft });
    else if (status === 201) {
      kept.write(id, null);
      location.replace(`${location.pathname}?id=${encodeURIComponent(body.id)}&saved=${body.version}`);
      return true;
    } else if (status === 409 && body.content) setClash({ ...body, name: nameOf(body.by), clock: clock(body.at) });
    else if (status === 422 && body.problems) {
      setProblems(Object.fromEntries(body.problems.map((one) => [one.field, one.sentence])));
      focusSoon("", 0, "problem");
    } else if (status === 0 || status === 503) setTold(words.offline);
    else if (status === 401) setTold(words.login);
    else setTold(fill(words.refused, { title: body.title ?? "" }));
    return false;
  };

  return {
    ...{ id, base, draft, dirty, problems, told, undo, clash, busy, absent, edit, act, save },
    newer: dirty && !clash && id && newest > base.version,
    revert: () => {
      setUndo({ draft, text: "" });
      setDraft(base.content);
      setProblems({});
      setTold("");
    },
    drop: () => {
      kept.write(id, null);
      if (id) load();
      else begin(0, blank(department));
    },
    forget: () => kept.write(id, null),
    undone: () => {
      setDraft(undo.draft);
      setUndo(null);
    },
    takeTheirs: () => begin(clash.version, clash.content),
    keepMine: async () => {
      const { version } = clash;
      setClash(null);
      await save(version);
    },
  };
}

/** Problems but for a field and what stands in it. */
const without = (problems, path) =>
  Object.fromEntries(Object.entries(problems).filter(([field]) => field !== path && !field.startsWith(`${path}.`)));

/** The hand stays with the row that it moved; what is wrong is shown. */
function focusSoon(list, row, verb) {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (verb === "problem") return document.querySelector(".pe [aria-invalid=true], .pe-problem")?.focus();
      const rows = document.querySelectorAll(`.pe-${list} > .pe-row`);
      if (verb === "add") return rows[row]?.querySelector("input, select")?.focus();
      const same = document.querySelector(`[data-act="${list}.${row}.${verb}"]:enabled`);
      const near = same ?? rows[Math.min(row, rows.length - 1)]?.querySelector("button:enabled");
      return (near ?? document.querySelector(`[data-act="${list}.add"]`))?.focus();
    }),
  );
}

/** While something is not saved, a link or the logout asks here, on the page, before it goes. */
function useLeaving(dirty, forget) {
  const [going, setGoing] = useState(null);
  useEffect(() => {
    if (!dirty) return undefined;
    const stop = (event, go) => {
      event.preventDefault();
      event.stopPropagation();
      setGoing(() => go);
    };
    const click = (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && !link.target && !link.hasAttribute("download")) stop(event, () => location.assign(link.href));
    };
    const submit = (event) => stop(event, () => event.target.submit());
    document.addEventListener("click", click, true);
    document.addEventListener("submit", submit, true);
    return () => {
      document.removeEventListener("click", click, true);
      document.removeEventListener("submit", submit, true);
    };
  }, [dirty]);
  const go = () => {
    forget();
    going();
  };
  return { going: dirty ? going : null, stay: () => setGoing(null), go };
}

export function ProcedureEditor(given) {
  const { words } = given;
  const one = useDraft(given);
  const leaving = useLeaving(one.dirty, one.forget);
  const [opened, setOpened] = useState(false);
  const save = useRef(null);
  save.current = one.save;
  useEffect(() => {
    const key = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      event.preventDefault();
      save.current();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);
  if (one.absent) return <p className="pe box none" role="alert">{words.absent}</p>;
  if (!one.draft) return <p className="pe box none" role="status">{words.loading}</p>;
  const form = { ...given, draft: one.draft, problems: one.problems, put: one.edit, act: one.act, opened };
  return (
    <section className="pe">
      <Head one={one} given={given} opened={opened} onOpened={() => setOpened(!opened)} />
      {leaving.going && <Leaving one={one} words={words} leaving={leaving} />}
      {one.clash && <Clash one={one} words={words} />}
      <Fields form={form} />
    </section>
  );
}

function Head({ one, given, opened, onOpened }) {
  const { words } = given;
  const count = Object.keys(one.problems).length;
  const state = one.busy ? words.saving : one.told || (one.dirty ? words.dirty : "");
  return (
    <header className="pe-head box">
      <h1>{one.draft.name.ja || words.field_name}</h1>
      <div role="status" className="pe-state">
        {state}
        {one.newer && <p>{fill(words.newer, { at: given.newestAt, by: given.newestBy, version: given.newest })}</p>}
      </div>
      {count > 0 && <p role="alert" className="problem">{fill(words.problems, { count })}</p>}
      <div className="row">
        <button type="button" className="btn" aria-pressed={opened} onClick={onOpened}>{words.others_all}</button>
        {one.undo && (
          <span className="pe-undo">
            {one.undo.text}
            <button type="button" className="btn" onClick={one.undone}>{words.undo}</button>
          </span>
        )}
        {one.told === words.restored && <button type="button" className="btn" onClick={one.drop}>{words.drop}</button>}
        <span className="push" />
        <button type="button" className="btn" disabled={!one.dirty} onClick={one.revert}>{words.revert}</button>
        <button type="button" className="btn btn-solid" disabled={one.busy} onClick={() => one.save()}>{words.save}</button>
      </div>
    </header>
  );
}

function Leaving({ one, words, leaving }) {
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  const saved = async () => ((await one.save()) ? leaving.go() : leaving.stay());
  return (
    <div className="pe-ask box" role="alertdialog" aria-label={words.leaving} onKeyDown={(event) => event.key === "Escape" && leaving.stay()}>
      <p>{words.leaving}</p>
      <div className="row">
        <button type="button" className="btn btn-line" ref={first} onClick={leaving.stay}>{words.stay}</button>
        <button type="button" className="btn" onClick={saved}>{words.leave_save}</button>
        <button type="button" className="btn" onClick={leaving.go}>{words.leave_drop}</button>
      </div>
    </div>
  );
}

/** Somebody was first: both texts side by side where they differ, and nothing is decided for anybody. */
function Clash({ one, words }) {
  const { clash } = one;
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  const by = { by: clash.name };
  return (
    <div className="pe-ask box" role="alertdialog" aria-labelledby="pe-clash" tabIndex={-1} ref={first}>
      <h2 id="pe-clash">{fill(words.clash, { ...by, at: clash.clock, version: clash.version })}</h2>
      <p>{words.clash_more}</p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.mine}</th>
            <th scope="col">{fill(words.theirs, by)}</th>
          </tr>
        </thead>
        <tbody>
          {clash.differences.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{row.mine || words.empty}</td>
              <td>{row.theirs || words.empty}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row">
        <button type="button" className="btn" onClick={one.takeTheirs}>{fill(words.take_theirs, by)}</button>
        <button type="button" className="btn" onClick={one.keepMine}>{words.keep_mine}</button>
      </div>
    </div>
  );
}

function Fields({ form }) {
  const { words, choices } = form;
  const label = (name) => words[`field_${name}`];
  const numbered = (name) => (n) => `${label(name)}${n + 1}`;
  const lineRow = (list) => (n) => <Text form={form} path={`${list}.${n}`} label={numbered(list)(n)} />;
  return (
    <>
      <Group title={words.group_name}>
        <Tongues form={form} path="name" label={label("name")} />
        <Tongues form={form} path="line" label={label("line")} />
        <Text form={form} path="purpose" label={label("purpose")} rows={3} />
      </Group>
      <Group title={words.group_where} kind="pe-short">
        <Choice form={form} path="department" label={label("department")} options={form.departments} none={words.choose} />
        <Choice form={form} path="reach" label={label("reach")} options={choices.reach} />
        <Text form={form} path="minutes" label={label("minutes")} type="text" />
        <Choice form={form} path="icon" label={label("icon")} options={choices.icon} none={words.icon_hint} />
      </Group>
      <Group title={words.group_documents}>
        <Rows form={form} list="documents" name={(n) => fill(words.document, { n: n + 1 })} row={(n) => <Document form={form} n={n} />} />
      </Group>
      <Group title={words.group_when}>
        <Tongues form={form} path="deadline" label={label("deadline")} />
        <Text form={form} path="proxy" label={label("proxy")} rows={2} />
      </Group>
      <Group title={words.group_talk}>
        <h3>{label("questions")}</h3>
        <Rows form={form} list="questions" name={numbered("questions")} row={lineRow("questions")} />
        <h3>{label("checklist")}</h3>
        <Rows form={form} list="checklist" name={numbered("checklist")} row={lineRow("checklist")} />
        <h3>{label("next_steps")}</h3>
        <Rows
          form={form}
          list="next_steps"
          name={numbered("next_steps")}
          row={(n) => <Tongues form={form} path={`next_steps.${n}`} label={numbered("next_steps")(n)} />}
        />
      </Group>
      <Group title={words.group_find}>
        <Text form={form} path="phone" label={label("phone")} hint={words.phone_hint} type="tel" />
        <Words form={form} />
        <Choice form={form} path="source" label={label("source")} options={choices.source} />
      </Group>
    </>
  );
}

const Group = ({ title, kind, children }) => (
  <fieldset className={`pe-group box ${kind ?? ""}`}>
    <legend><h2>{title}</h2></legend>
    {children}
  </fieldset>
);

function Document({ form, n }) {
  const { words, choices } = form;
  const label = (name) => words[`field_${name}`];
  const at = (name) => `documents.${n}.${name}`;
  return (
    <>
      <Tongues form={form} path={at("name")} label={label("name")} />
      <div className="pe-short">
        <Choice form={form} path={at("kind")} label={label("kind")} options={choices.kind} />
        <Choice form={form} path={at("who")} label={label("who")} options={choices.who} />
        <Choice form={form} path={at("form")} label={label("form")} options={choices.form} none={words.none} />
        <Choice form={form} path={at("cover")} label={label("cover")} options={choices.cover} none={words.none} />
      </div>
      <Tongues form={form} path={at("when")} label={label("when")} />
    </>
  );
}

/** Everyday words, one a line; what is wrong with one of them is said below, with the word. */
function Words({ form }) {
  const { draft, problems, words } = form;
  const wrong = Object.keys(problems).filter((field) => field.startsWith("words."));
  return (
    <>
      <Text
        form={form}
        path="words"
        label={words.field_words}
        hint={words.words_hint}
        rows={5}
        value={lines(draft.words)}
        onValue={(text) => form.put("words", split(text))}
      />
      {wrong.map((field) => (
        <p key={field} className="pe-problem">{`${sent(draft).words[field.split(".")[1]]}：${problems[field]}`}</p>
      ))}
    </>
  );
}
