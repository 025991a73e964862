// How the bureau's pages reach the catalogue: plain HTTP, so that nothing typed depends on the page's socket.

const PATIENCE_MS = 15_000;

/**
 * One request: `{ status, body }`, status 0 when there was no answer. Never throws.
 * `body`: an object goes as JSON, a FormData as it is.
 */
export async function ask(method, path, body) {
  const form = body instanceof FormData;
  const headers = body && !form ? { "Content-Type": "application/json" } : {};
  try {
    const answer = await fetch(path, {
      method,
      headers,
      body: body && !form ? JSON.stringify(body) : body,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS * (form ? 4 : 1)),
    });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
}

const KEY = "iga-procedure:";

/** What is being written outlives a reload of this tab; a login or logout clears it. */
export const kept = {
  read(id) {
    try {
      return JSON.parse(sessionStorage.getItem(KEY + id));
    } catch {
      return null;
    }
  },
  write(id, value) {
    try {
      if (value) sessionStorage.setItem(KEY + id, JSON.stringify(value));
      else sessionStorage.removeItem(KEY + id);
    } catch {
      // A full or forbidden storage loses only this convenience.
    }
  },
};
