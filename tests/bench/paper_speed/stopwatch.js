// Takes the moments of a paper in a page, in milliseconds since 1970; it reads, and changes nothing.
// papers.pressed: 書類を撮影 was touched. papers.stills: each still that can be seen, decoded. papers.lifted: a mark's
// last touch. papers.marks: each mark that was painted.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const papers = { pressed: 0, lifted: 0, stills: [], marks: [] };
  const stills = new Set();
  const marks = new Set();

  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")?.innerText.trim() === "書類を撮影") papers.pressed = now();
  }, true);
  document.addEventListener("pointerup", () => { papers.lifted = now(); }, true);

  const painted = (list) => requestAnimationFrame(() => setTimeout(() => list.push(now()), 0));
  const look = () => {
    for (const image of document.querySelectorAll("[data-testid=paper-still]")) {
      if (stills.has(image)) continue;
      stills.add(image);
      image.decode().then(() => painted(papers.stills));
    }
    for (const mark of document.querySelectorAll("[data-testid=paper-mark]")) {
      if (marks.has(mark.dataset.points)) continue;
      marks.add(mark.dataset.points);
      painted(papers.marks);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
  look();
  window.papers = papers;
})();
