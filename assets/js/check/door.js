// The self-test on the front door: a desk at which nobody is logged in tests itself like any other terminal.

import { keeper } from "./keeper.js";

const place = document.querySelector("#self-test");
if (place) {
  const [button, status] = [place.querySelector("button"), place.querySelector("[role=status]")];
  const { running, auto, good, failed } = place.dataset;
  place.hidden = false;
  button.addEventListener("click", () => keeper.now());
  keeper.subscribe(() => {
    const { running: cause, result, failed: wrong } = keeper.state;
    button.disabled = cause === "button";
    status.dataset.state = result?.state ?? "";
    status.replaceChildren(...lines(cause, result, wrong));
  });
  keeper.start(() => false);
  keeper.setIdle(true);

  const line = (text) => Object.assign(document.createElement("p"), { textContent: text });

  function lines(cause, result, wrong) {
    if (cause) return [line(cause === "button" ? running : auto)];
    if (wrong) return [line(failed)];
    if (!result) return [];
    if (result.state === "good") return [line(good)];
    return result.troubles.map((one) => line(`${one.what}${one.todo}`));
  }
}
