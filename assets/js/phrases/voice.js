// Reading aloud with a voice that the browser has itself: what is said never leaves the terminal.

const SKIPPED = "[aria-hidden='true'], rt, script, style, [role='dialog'], input, select, textarea, .call-tools";
const LONGEST = 1500; // letters; nobody listens to more at once

/** The voice for a language: exactly its own, else one of the same tongue; none that would ask a server. */
export function voiceFor(voices, tag) {
  const own = voices.filter((voice) => voice.localService);
  const lower = (text) => text.replace("_", "-").toLowerCase();
  const tongue = (text) => lower(text).split("-")[0];
  return (
    own.find((voice) => lower(voice.lang) === lower(tag)) ??
    own.find((voice) => tongue(voice.lang) === tongue(tag)) ??
    null
  );
}

/** What a page says: its headings and its main text in order and what can be chosen, without what stands over it. */
export function textOf(root) {
  const said = [];
  const walk = (node) => {
    if (node.nodeType === 3) said.push(node.textContent);
    else if (node.nodeType === 1 && !node.matches(SKIPPED) && node.checkVisibility()) {
      node.childNodes.forEach(walk);
      if (/^(H[1-6]|P|LI|DT|DD|DIV|SECTION|STRONG|SMALL|BUTTON)$/.test(node.tagName)) said.push(" . ");
    }
  };
  if (root) walk(root);
  return said
    .join("")
    .replace(/\s+/g, " ")
    .replace(/(?: ?\. ?)+/g, ". ")
    .replace(/([。．！？、.!?,]) ?\. /g, "$1 ")
    .trim()
    .replace(/^\. /, "")
    .slice(0, LONGEST);
}

class Voice {
  state = { voices: [], speaking: false };
  #listeners = new Set();
  #ready = false;

  subscribe = (listener) => {
    this.#begin();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  /** Say it instead of what is being said. @returns {boolean} whether there is a voice for it */
  say(text, tag) {
    const voice = voiceFor(this.state.voices, tag);
    if (!voice || !text) return false;
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.9;
    words.onend = () => this.#set({ speaking: false });
    words.onerror = words.onend;
    this.#set({ speaking: true });
    speechSynthesis.speak(words);
    return true;
  }

  stop() {
    if (typeof speechSynthesis !== "undefined") speechSynthesis.cancel();
    if (this.state.speaking) this.#set({ speaking: false });
  }

  /** The list of voices comes later, and comes again. */
  #begin() {
    if (this.#ready || typeof speechSynthesis === "undefined") return;
    this.#ready = true;
    const read = () => this.#set({ voices: speechSynthesis.getVoices() });
    speechSynthesis.addEventListener("voiceschanged", read);
    read();
  }

  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const voice = new Voice();
