// Runs the proof that nothing is left (js/residue.js) when a call of this kiosk is over, and when the helper asks.
import { useEffect, useRef } from "react";

import { live } from "./js/helper.js";
import { prove } from "./js/residue.js";

/** `call`: the one this terminal is in, "" for none. Shows nothing. */
export function Residue({ call }) {
  const before = useRef({ call: "", since: 0 });
  useEffect(() => {
    const { call: over, since } = before.current;
    before.current = { call, since: Date.now() };
    if (over && over !== call) prove("call", over, since).catch(() => {});
  }, [call]);
  useEffect(() => {
    const opened = Date.now();
    return live((asked) => prove(asked === "night" ? "night" : "again", "", opened).catch(() => {}));
  }, []);
  return null;
}
