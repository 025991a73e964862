// The wire of the media endpoints: token, WHIP (RFC 9725) and WHEP. No DOM, no state.

const SDP = "application/sdp";
export const ATTEMPT_MS = 900;

/** A refusal that trying again will not change; `code` is the problem document's. */
export class Refused extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

async function check(answer) {
  if (answer.ok) return answer;
  let code = `http.${answer.status}`;
  try {
    code = (await answer.json()).code ?? code;
  } catch {
    // Not a problem document: the status says enough.
  }
  if ([401, 403, 404, 409].includes(answer.status)) throw new Refused(answer.status, code);
  throw new Error(code);
}

/** A single-use token for this terminal's seat in the call. */
export async function fetchToken(call, signal) {
  const answer = await check(
    await fetch(`/media/token/${call}`, { method: "POST", credentials: "same-origin", cache: "no-store", signal }),
  );
  return (await answer.json()).token;
}

/**
 * Offer to `path` ("whip/CALL" or "whep/CALL/PARTICIPANT").
 * @returns {Promise<{answer: string, location: string, token: string}>}
 */
export async function offer(call, path, sdp, signal) {
  const token = await fetchToken(call, signal);
  const answer = await check(
    await fetch(`/media/${path}`, {
      method: "POST",
      headers: { "Content-Type": SDP, Authorization: `Bearer ${token}` },
      body: sdp,
      cache: "no-store",
      signal,
    }),
  );
  return { answer: await answer.text(), location: answer.headers.get("Location"), token };
}

/** End a resource; also while the page is going away. The server ends what is left by itself. */
export function remove(location, token) {
  if (!location) return;
  fetch(location, { method: "DELETE", headers: { Authorization: `Bearer ${token}` }, keepalive: true }).catch(() => {});
}
