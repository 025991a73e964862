// The lock page rings for who calls; it asks only whether, never who.

import { ring } from "./sound.js";

const AGAIN_MS = 2000;
const box = document.querySelector("[data-ring]");
const title = document.title;

async function watch() {
  let was = "";
  let silence = null;
  for (;;) {
    try {
      const answer = await fetch(`/lock/ring?was=${was}`, { cache: "no-store" });
      if (answer.status === 401) {
        window.location.assign("/");
        return;
      }
      if (!answer.ok) throw new Error("later");
      was = (await answer.json()).state;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      continue;
    }
    if (was === "open") {
      window.location.assign(document.querySelector("[name=to]").value || "/");
      return;
    }
    const rings = was === "rings";
    box.hidden = !rings;
    document.title = rings ? `呼び出し ${title}` : title;
    if (rings) silence ??= ring();
    else if (silence) {
      silence();
      silence = null;
    }
  }
}

if (box) watch();
