// Takes the moments of writing in a page, in milliseconds since 1970; it reads, and changes nothing.
// talk.keys: each key pressed. talk.texts: each time the other's writing had grown. talk.downs: each time the pen
// touched. talk.lines: each line of the other's hand. All of what is seen is taken once it is painted.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const talk = { keys: [], texts: [], downs: [], lines: [] };
  const seen = { texts: "", lines: 0 };
  document.addEventListener("keydown", () => talk.keys.push(now()), true);
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".ink-board")) talk.downs.push(now());
  }, true);

  const painted = (list) => requestAnimationFrame(() => setTimeout(() => list.push(now()), 0));
  const look = () => {
    const text = document.querySelector(".talk-caption .talk-writing")?.textContent ?? "";
    if (text.length > seen.texts.length) painted(talk.texts);
    seen.texts = text;
    const lines = document.querySelectorAll(".talk-writing .ink path").length;
    if (lines > seen.lines) painted(talk.lines);
    seen.lines = lines;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  window.talk = talk;
})();
