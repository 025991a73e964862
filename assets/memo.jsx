// A text that is kept while it is typed: said again until the server has it, and never overwritten under the hand.

import { useEffect, useRef, useState } from "react";

import { taking } from "./js/talk/notes.js";

const PAUSE_MS = 500; // after the last letter
const AGAIN_MS = 3000; // without an answer

export function Memo({ text, heard, words, onWrite }) {
  const [value, setValue] = useState(text ?? "");
  const [told, setTold] = useState(0); // the number of the last save that was sent
  const [typed, setTyped] = useState(0); // counts changes
  const state = useRef({ value: text ?? "", number: 0, sent: 0, typed: 0 });
  const write = useRef(onWrite);
  write.current = onWrite;

  const send = () => {
    const now = state.current;
    now.number += 1;
    now.sent = now.typed;
    setTold(now.number);
    write.current?.(now.value, now.number);
  };
  useEffect(() => {
    if (!typed) return undefined;
    const timer = setTimeout(send, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    if (told <= heard) return undefined;
    const timer = setInterval(send, AGAIN_MS);
    return () => clearInterval(timer);
  }, [told, heard]);
  // What is typed in the last half second before the call ends goes, too.
  useEffect(() => () => { if (state.current.sent < state.current.typed) send(); }, []);

  const put = (text) => {
    state.current.value = text;
    state.current.typed += 1;
    setValue(text);
    setTyped(state.current.typed);
  };
  const change = (event) => put(event.target.value);
  // A line out of the conversation goes below what stands there, and is kept as if it had been typed.
  useEffect(() => taking((text) => put([state.current.value.trimEnd(), text].filter(Boolean).join("\n"))), []);
  const kept = told <= heard && state.current.sent === state.current.typed;
  return (
    <div className="memo">
      <textarea aria-label={words.label} value={value} onChange={change} onBlur={() => { if (!kept) send(); }} />
      <small role="status">{typed ? (kept ? words.kept : words.keeping) : ""}</small>
    </div>
  );
}
