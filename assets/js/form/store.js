// The form that both sides of a call have before them: what is kept comes from the server, what is only being
// typed from the call's own socket. Nothing of it is stored in the browser.

import { session } from "../session.js";

const TYPE_MS = 30; // between two messages about the same field
const VALUE_LIMIT = 200;
const none = () => ({ call: "", part: "", forms: [], filling: null, past: [], typed: {}, at: "", open: false });

class Forms {
  state = none();
  #listeners = new Set();
  #asked = 0;
  #said = 0;
  #waiting = null;
  #deaf = null;

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Follow the forms of a call; entering the same one again reads them again. */
  enter(call) {
    if (call !== this.state.call) this.#set({ ...none(), call });
    this.#deaf ??= session.hear((message) => this.#hear(message));
    return this.read();
  }

  leave() {
    this.#deaf?.();
    this.#deaf = null;
    clearTimeout(this.#waiting);
    this.#asked += 1;
    this.#set(none());
  }

  open(open) {
    this.#set({ open });
  }

  async read() {
    const { call } = this.state;
    if (!call) return;
    const mine = ++this.#asked;
    try {
      const answer = await fetch(`/forms/${call}`, { cache: "no-store" });
      if (mine !== this.#asked) return;
      if (answer.ok) this.#take(await answer.json());
      else if (answer.status === 404) this.#set({ ...none(), call });
    } catch {
      // Away: the socket says hello when it is back, and then this is read again.
    }
  }

  #take({ part, forms, active, past }) {
    const before = this.state.filling?.values ?? {};
    const typed = { ...this.state.typed };
    for (const [field, { version }] of Object.entries(active?.values ?? {})) {
      if (version !== before[field]?.version) delete typed[field];
    }
    const same = active && active.id === this.state.filling?.id;
    this.#set({ part, forms, filling: active, past, typed: same ? typed : {}, at: same ? this.state.at : "" });
  }

  #hear(message) {
    if (message.t === "filling" || message.t === "hello") this.read();
    if (message.t === "field" && message.filling === this.state.filling?.id) {
      const { field, value } = message;
      const kept = this.state.filling.values[field];
      const typed = { ...this.state.typed };
      // Merely looking at a field that is kept is no typing.
      if (value === (kept?.shown ?? "") || value === (kept?.value ?? "")) delete typed[field];
      else typed[field] = value;
      this.#set({ typed, at: field });
    }
  }

  /** Show the other side what is being typed. */
  type(field, value) {
    clearTimeout(this.#waiting);
    const send = () => {
      this.#said = performance.now();
      const text = value.slice(0, VALUE_LIMIT);
      session.tell({ t: "field", filling: this.state.filling?.id ?? "", field, value: text });
    };
    const wait = TYPE_MS - (performance.now() - this.#said);
    if (wait <= 0) send();
    else this.#waiting = setTimeout(send, wait);
  }

  start(form) {
    return this.#post("", { form });
  }

  write(field, value, seen) {
    return this.#post(`fields/${field}`, { value, seen });
  }

  doubt(field) {
    return this.#post(`fields/${field}/doubt`, {});
  }

  confirm(fields) {
    const { values } = this.state.filling;
    const read = Object.fromEntries(fields.map((field) => [field, values[field].version]));
    return this.#post("confirm", { fields: read });
  }

  sign(strokes) {
    return this.#post("signature", { strokes });
  }

  erase() {
    return this.#post("signature", null, "DELETE");
  }

  finish() {
    return this.#post("finish", { revision: this.state.filling.revision });
  }

  drop() {
    return this.#post("drop", {});
  }

  restore(filling) {
    return this.#post("restore", {}, "POST", filling);
  }

  keep(filling, days) {
    return this.#post("keep", { days }, "POST", filling);
  }

  /** {} when it is done, else the problem: a code, and what belongs to it. */
  async #post(verb, body, method = "POST", filling = this.state.filling?.id) {
    const { call } = this.state;
    const path = verb ? `/forms/${call}/${filling}/${verb}` : `/forms/${call}`;
    try {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
      // Read to the end also when nothing of it is needed: only then is the line free for the next one.
      const said = await answer.json().catch(() => ({}));
      await this.read();
      return answer.ok ? {} : { code: "away", ...said };
    } catch {
      return { code: "away" };
    }
  }
}

export const forms = new Forms();
