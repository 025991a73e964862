// 痕跡ゼロ証明: at the end of a session, what is left in this browser; cleared, looked at again, told to the server.
// Numbers and kinds only. What lies on the disk a page cannot see: the helper beside the browser is asked, where
// there is one (ops/kiosk, by helper.js).

import * as helper from "./helper.js";

const OURS = { local: ["theme"], session: ["token"] }; // Reflex's own: light or dark, and the name of this tab
const GRANTS = ["notifications", "geolocation", "clipboard-read", "persistent-storage", "midi"];
const DISK_MS = 20000;
const LOOK_MS = 250;
const AGAIN_MS = [1000, 2000, 5000, 10000, 30000, 60000];

const strange = (storage, ours) => Object.keys(storage).filter((key) => !ours.includes(key));
const ask = async (what, nothing = []) => {
  try {
    return (await what()) ?? nothing;
  } catch {
    return nothing; // This browser has none of it here.
  }
};

const cookieNames = () =>
  document.cookie
    .split(";")
    .map((one) => one.split("=")[0].trim())
    .filter((name) => name && name !== helper.COOKIE);
const cacheNames = () => ask(() => window.caches?.keys());
const databases = () => ask(() => window.indexedDB?.databases?.());
const workers = () => ask(() => navigator.serviceWorker?.getRegistrations());

async function granted() {
  const states = await Promise.all(GRANTS.map((name) => ask(() => navigator.permissions.query({ name }), {})));
  return states.filter(({ state }) => state === "granted").length;
}

/** How many there are of each kind. @returns {Promise<Record<string, number>>} */
export async function measure() {
  return {
    storage: strange(localStorage, OURS.local).length,
    session: strange(sessionStorage, OURS.session).length,
    caches: (await cacheNames()).length,
    databases: (await databases()).length,
    workers: (await workers()).length,
    cookies: cookieNames().length,
    permissions: await granted(),
  };
}

/** Take away what a page can take away. The terminal's own cookie is out of its reach, and stays. */
export async function clear() {
  for (const key of strange(localStorage, OURS.local)) localStorage.removeItem(key);
  for (const key of strange(sessionStorage, OURS.session)) sessionStorage.removeItem(key);
  for (const name of await cacheNames()) await ask(() => window.caches.delete(name));
  for (const { name } of await databases()) await ask(() => dropped(name));
  for (const one of await workers()) await ask(() => one.unregister());
  const paths = new Set(["/", location.pathname, location.pathname.replace(/\/$/, "") || "/"]);
  for (const name of cookieNames()) for (const path of paths) document.cookie = `${name}=; Max-Age=0; Path=${path}`;
}

const dropped = (name) =>
  new Promise((done) => {
    const asked = window.indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });

/** What the helper finds on the disk; null where nobody looks. */
async function disk(since) {
  const id = helper.ask(since);
  for (let waited = 0; id && waited < DISK_MS; waited += LOOK_MS) {
    const { disk: found } = helper.said();
    if (found?.id === id) {
      helper.answered();
      return { left: found.left, unread: found.unread };
    }
    await sleep(LOOK_MS);
  }
  helper.answered();
  return null;
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Until the server has it: a server that is away for a moment must not leave a gap in the proof. */
async function post(report) {
  for (const wait of [...AGAIN_MS, null]) {
    const answer = await fetch("/residue", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(report),
    }).catch(() => null);
    if (answer?.ok) return (await answer.json()).verdict;
    // What the server does not take now it will not take later, unless it was too busy.
    if (answer && answer.status < 500 && answer.status !== 429) return "";
    if (wait !== null) await sleep(wait);
  }
  return "";
}

let last = Promise.resolve();

/**
 * Look, clear, look again, tell. One after another: two that clear at once would see each other's work.
 * @param {"call" | "night" | "again"} occasion
 * @param {string} call its id, "" for the others
 * @param {number} since milliseconds: when the session began
 * @returns {Promise<string>} the server's verdict, "" when it has none
 */
export function prove(occasion, call, since) {
  last = last.then(async () => {
    const before = await measure();
    await clear();
    const report = { occasion, call, before, after: await measure(), disk: await disk(since) };
    const verdict = await post(report);
    // With its moment: the same verdict twice is two verdicts.
    helper.tell({ v: verdict ? [occasion, verdict, Date.now()] : undefined });
    return verdict;
  });
  return last;
}
