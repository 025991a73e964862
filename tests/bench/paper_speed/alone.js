// The browsers' part of a still without the server's, on the same processors: while papers.alone, what the branch has
// taken and encoded is refused where it would be sent; papers.paint() decodes and paints the last page once more.
(() => {
  const send = window.fetch;
  window.fetch = (address, how) => {
    if (!papers.alone || how?.method !== "POST" || !String(address).startsWith("/papers/")) return send(address, how);
    papers.kept = (papers.kept ?? 0) + 1;
    return Promise.resolve(Response.json({ code: "papers.upload.busy" }, { status: 429 }));
  };

  let page = "";
  papers.remember = async () => {
    const { src } = [...document.querySelectorAll("[data-testid=paper-still]")].at(-1);
    page = URL.createObjectURL(await (await send(src)).blob());
  };
  papers.paint = async () => {
    const image = Object.assign(new Image(), { src: page });
    await image.decode();
    document.querySelector(".paper-page").append(image);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    image.remove();
  };
})();
