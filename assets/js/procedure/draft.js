// A procedure that is being written, as plain data like the server's; every change gives a new one.

const NEW = {
  documents: () => ({ name: {}, kind: "show", who: "self", when: {}, cover: "", form: "" }),
  questions: () => "",
  checklist: () => "",
  next_steps: () => ({}),
};
const LANGUAGES = ["ja", "ja-easy", "pt", "vi", "zh", "es", "en"];

export function blank(department) {
  return {
    department,
    name: {},
    line: {},
    purpose: "",
    documents: [],
    deadline: {},
    proxy: "",
    minutes: 30,
    reach: "consult",
    questions: [],
    checklist: [],
    next_steps: [],
    phone: "",
    words: [],
    source: "iga",
    icon: "",
  };
}

const steps = (path) => path.split(".");

/** What stands at a path, undefined for nothing. */
export const at = (draft, path) => steps(path).reduce((one, step) => one?.[step], draft);

/** The draft with another value at a path. */
export function put(draft, path, value) {
  const [step, ...rest] = steps(path);
  const made = Array.isArray(draft) ? [...draft] : { ...draft };
  made[step] = rest.length ? put(made[step] ?? {}, rest.join("."), value) : value;
  return made;
}

export const add = (draft, list) => put(draft, list, [...draft[list], NEW[list]()]);

export const remove = (draft, list, row) => put(draft, list, draft[list].filter((_, n) => n !== row));

/** A row one place up (-1) or down (1); at the ends it stays. */
export function move(draft, list, row, by) {
  const to = row + by;
  if (to < 0 || to >= draft[list].length) return draft;
  const rows = [...draft[list]];
  [rows[row], rows[to]] = [rows[to], rows[row]];
  return put(draft, list, rows);
}

/** Words of one field as lines, and back; what is being typed keeps its empty lines until it is sent. */
export const lines = (words) => words.join("\n");
export const words = (text) => text.split("\n");

/** As the server gets it: nothing that nobody wrote, minutes as a number where they are one. */
export function sent(draft) {
  const digits = String(draft.minutes).normalize("NFKC").trim();
  return {
    ...draft,
    minutes: /^\d{1,4}$/.test(digits) ? Number(digits) : String(draft.minutes),
    words: draft.words.filter((word) => word.trim()),
    name: said(draft.name),
    line: said(draft.line),
    deadline: said(draft.deadline),
    documents: draft.documents.map((one) => ({ ...one, name: said(one.name), when: said(one.when) })),
    next_steps: draft.next_steps.map(said),
  };
}

/** Only the languages in which something is written. */
const said = (words) => Object.fromEntries(LANGUAGES.filter((code) => words[code]).map((code) => [code, words[code]]));

/** Whether two would be sent alike, in whatever order they were written. */
export const same = (one, two) => JSON.stringify(sorted(sent(one))) === JSON.stringify(sorted(sent(two)));

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/** In how many of the languages something is written. */
export const written = (words) => LANGUAGES.filter((code) => words?.[code]?.trim()).length;

export const fill = (text, given) => text.replace(/{(\w+)}/g, (_, name) => given[name] ?? "");
