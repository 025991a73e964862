// Time that passes on a screen without asking the server: how long something lasts, and when a screen gives up.
import { useEffect, useRef, useState } from "react";
import { jsx, jsxs } from "react/jsx-runtime";

import { fill } from "./js/fill.js";
import { labelled, plain, Said } from "./said.jsx";

const TICK_MS = 250;

function useSeconds(restartOn) {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const began = performance.now();
    setPassed(0);
    const timer = setInterval(() => setPassed((performance.now() - began) / 1000), TICK_MS);
    return () => clearInterval(timer);
  }, restartOn);
  return passed;
}

// Seconds since something began, counted on from what the server said. `look`: clock 08:41, words 12秒 / 4分.
export function Elapsed({ start, look, className }) {
  const seconds = Math.max(0, Math.floor(start + useSeconds([start])));
  const minutes = Math.floor(seconds / 60);
  const two = (n) => String(n).padStart(2, "0");
  const words = minutes > 0 ? `${minutes}分` : `${seconds}秒`;
  return jsx("span", { className, children: look === "clock" ? `${two(minutes)}:${two(seconds % 60)}` : words });
}

// Fires once when the seconds are over. The last `warn` seconds are shown; `idle`: any touch begins anew.
export function Countdown({ seconds, warn, idle, sentence, stay, onStay, onDone }) {
  const [round, setRound] = useState(0);
  const left = Math.max(0, Math.ceil(seconds - useSeconds([seconds, round])));
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    if (!idle) return undefined;
    const again = () => setRound((n) => n + 1);
    window.addEventListener("pointerdown", again);
    window.addEventListener("keydown", again);
    return () => {
      window.removeEventListener("pointerdown", again);
      window.removeEventListener("keydown", again);
    };
  }, [idle]);
  const over = left === 0;
  useEffect(() => {
    if (over && done.current) done.current();
  }, [over, round]);
  if (left > warn) return null;
  const text = fill(sentence, { n: left });
  // Read out when it appears, not every second.
  const spoken = plain(fill(sentence, { n: Math.min(warn, seconds) }));
  const button = stay && jsx("button", { type: "button", className: "btn btn-line", onClick: onStay, ...labelled(stay) });
  return jsxs("div", {
    className: idle ? "idle" : "countdown",
    children: [
      jsx("span", { className: "vh", role: "status", children: spoken }, "spoken"),
      jsx("p", { "aria-hidden": true, className: "num", children: jsx(Said, { text }) }, "text"),
      idle ? null : jsx("progress", { max: seconds, value: left, "aria-hidden": true }, "bar"),
      button ? jsx("div", { children: button }, "stay") : null,
    ],
  });
}
