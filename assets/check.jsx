// A terminal's self-test on the pages: the note while it runs, and the button with what was found.

import { createElement as h, Fragment, useEffect, useSyncExternalStore } from "react";

import { keeper } from "./js/check/keeper.js";
import { session } from "./js/session.js";
import { labelled, plain, Said } from "./said.jsx";

const WORDS = {
  button: "端末の点検",
  running: "点検しています。10秒ほどお待ちください。",
  good: "すべて良好です。",
  failed: "点検できませんでした。少し待ってから、もう一度押してください。",
};
const inCall = () => session.state.call !== "";
const useKeeper = () => useSyncExternalStore(keeper.subscribe, keeper.snapshot, keeper.snapshot);

/** Lives on the page: tests when `idle`, and says so in `words.title` and `words.note` while it does. */
export function SelfTestWatch({ idle, words }) {
  const { running } = useKeeper();
  useEffect(() => keeper.start(inCall), []);
  useEffect(() => keeper.setIdle(Boolean(idle)), [idle]);
  // A call takes cameras and microphone, also one that somebody else has begun.
  useEffect(() => session.subscribe(() => inCall() && keeper.stop()), []);
  const shown = running && running !== "button";
  return h(
    "div",
    { className: "check-region", "aria-live": "polite" },
    shown
      ? h(
          "p",
          { className: "check-note", "data-testid": "self-test" },
          h("strong", null, h(Said, { text: words.title })),
          words.note ? h("span", null, h(Said, { text: words.note })) : null,
        )
      : null,
  );
}

/** 端末の点検, for staff at the terminal. */
export function SelfTestButton({ words, className }) {
  const { running, result, failed } = useKeeper();
  const said = { ...WORDS, ...words };
  const busy = running === "button";
  return h(
    "div",
    { className: `check-place ${className ?? ""}`, lang: words ? undefined : "ja" },
    h("button", {
      type: "button",
      className: "btn",
      disabled: busy,
      onClick: () => keeper.now(),
      ...labelled(said.button),
    }),
    h(
      "div",
      { role: "status", "data-testid": "self-test-result", "data-state": result?.state ?? "" },
      busy ? h("p", null, h(Said, { text: said.running })) : null,
      failed ? h("p", null, h(Said, { text: said.failed })) : null,
      result ? found(result, said) : null,
    ),
  );
}

/** What was found is for staff, and in their language. */
function found({ state, troubles }, said) {
  if (state === "good") return h("p", { className: "check-good" }, h(Said, { text: plain(said.good) }));
  return h(
    "ul",
    { className: "check-found", lang: "ja" },
    troubles.map((one) => h("li", { key: one.part }, h(Fragment, null, h("strong", null, one.what), " ", one.todo))),
  );
}
