// The wire of the media endpoints: token, WHIP (RFC 9725) and WHEP. No DOM, no state.

const SDP = "application/sdp";
export const ATTEMPT_MS = 900;

/** This terminal has no seat in the call (any more); trying again will not change that. */
export class Refused extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

async function codeOf(answer) {
  try {
    return (await answer.json()).code ?? `http.${answer.status}`;
  } catch {
    return `http.${answer.status}`; // Not a problem document: the status says enough.
  }
}

/** A single-use token for this terminal's seat in the call. Throws Refused, or an Error worth another try. */
export async function fetchToken(call, signal) {
  const how = { method: "POST", credentials: "same-origin", cache: "no-store", signal };
  const answer = await fetch(`/media/token/${call}`, how);
  if (answer.ok) return (await answer.json()).token;
  const code = await codeOf(answer);
  if ([401, 403, 404].includes(answer.status)) throw new Refused(answer.status, code);
  throw new Error(code);
}

/**
 * Offer to `path` ("whip/CALL" or "whep/CALL/PARTICIPANT"). A token that was used up or forgotten is worth another
 * try with a new one, so nothing that these two endpoints answer is final.
 * @returns {Promise<string>} the answer's SDP
 */
export async function offer(call, path, sdp, signal) {
  const token = await fetchToken(call, signal);
  const answer = await fetch(`/media/${path}`, {
    method: "POST",
    headers: { "Content-Type": SDP, Authorization: `Bearer ${token}` },
    body: sdp,
    cache: "no-store",
    signal,
  });
  if (!answer.ok) throw new Error(await codeOf(answer));
  return answer.text();
}
