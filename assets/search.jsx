// A field for everyday words. A kiosk has no keyboard, so the keys are on the screen; one that is there works too.

import { useEffect, useRef, useState } from "react";

import { Letters } from "./letters.jsx";
import { plain } from "./said.jsx";

const PAUSE_MS = 200; // between the last letter and the question
const LIMIT = 100; // characters, as the server takes

export function SearchField({ words, layout, text, onSearch }) {
  const [value, setValue] = useState(text ?? "");
  const field = useRef(null);
  const ask = useRef(onSearch);
  const asked = useRef(text ?? "");
  ask.current = onSearch;

  useEffect(() => {
    if (value === asked.current) return undefined;
    const timer = setTimeout(() => {
      asked.current = value;
      ask.current?.(value);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  useEffect(() => field.current?.focus(), []);

  const change = (next) => setValue([...next].slice(0, LIMIT).join(""));
  return (
    <div className="search-field">
      <input
        ref={field}
        type="search"
        inputMode="none"
        autoComplete="off"
        spellCheck="false"
        aria-label={plain(words.field)}
        placeholder={plain(words.hint)}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      <Letters words={words} layout={layout} value={value} onChange={change} />
    </div>
  );
}
