// The table of the call this page is in: the store on the call's socket, and at a branch the camera that answers it.

import { session } from "../session.js";
import { described, zoom } from "./camera.js";
import { CoveredStill } from "./covered.js";
import { Discarding } from "./discarding.js";
import { LIVE, PaperStore } from "./store.js";
import { Fault, take, post, prepare } from "./still.js";

export const papers = new PaperStore((message) => session.tell(message));

/** What the desk is about to take away. */
export const discarding = new Discarding(papers, () => call);

const SEEN_MS = 500; // until the still that the server has is seen at the desk

let call = "";
let told = "";
let busy = false;
let covered = null; // the asking for a covered picture that is on
let lying = ""; // the request since which something may lie there that nobody may see
let waiting = null; // such a request, while another picture is being taken

/** The resident's answer to the covered picture. */
export const answer = (sends) => (sends ? covered?.send() : covered?.stop());

/** The resident has taken the card away: the camera may be seen again. */
export async function removed() {
  if (covered || !lying) return;
  session.tell({ t: "uncover", request: lying });
  lying = "";
  papers.covering(null);
  await session.coverPaper(false);
}

function follow() {
  const { state } = session;
  if (state.call !== call) {
    discarding.now();
    call = state.call;
    covered?.stop();
    lying = "";
    waiting = null;
    told = "";
    papers.reset(state.kind);
    session.setPaperPace({ aside: false });
  }
  if (call && told && state.kind === "branch") tellCameras();
}

/** Only what has changed: the session tells us about everything. */
function tellCameras() {
  const cameras = described(session.devices(), session.paperSource());
  const text = JSON.stringify(cameras);
  if (text !== told && session.tell(cameras)) told = text;
}

function hear(message) {
  papers.hear(message);
  // What is said while it still rings is refused; with the papers comes the time to say it again.
  if (message.t === "hello" || (message.t === "refused" && message.of === "cameras")) told = "";
  if (session.state.kind !== "branch") return;
  if (message.t === "papers") tellCameras();
  if (["papers", "shown"].includes(message.t)) session.setPaperPace({ aside: papers.state.shown.paper !== LIVE });
  if (message.t === "hello") begin(message.covering);
  if (message.t === "shoot") order(message);
  if (message.t === "unshoot") covered?.stop();
  if (message.t === "camera") set(message);
}

async function set({ device, zoom: wanted }) {
  if (device) await session.choose({ paper: device });
  if (wanted !== undefined && wanted !== null) await zoom(session.paperSource(), wanted);
  tellCameras();
}

/** Only with this is it known whether the camera may be seen; what this page knows to lie there counts more. */
function begin(covering) {
  prepare();
  if (covering && covering.request !== lying) order(covering);
  else if (!covering && !lying) session.coverPaper(false);
}

/** With something to cover, the camera goes dark at once, whatever is going on; then it is that picture's turn. */
function order(message) {
  if (!message.cover) {
    photograph(message);
    return;
  }
  lying = message.request;
  session.coverPaper(true);
  if (busy) {
    covered?.stop();
    waiting = message;
  } else photograph(message);
}

async function photograph({ request, frames, cover, paper }) {
  if (busy) return;
  busy = true;
  session.setPaperPace({ shooting: true });
  const here = call;
  papers.shooting(cover ? "hiding" : "taking");
  try {
    const picture = cover ? await withCover(request, cover) : await asItIs(frames);
    if (here !== call) return;
    papers.shooting("taken");
    session.tell({ t: "shot", request, stage: "taken" });
    await post(here, "still", [picture], { request, paper });
  } catch (error) {
    if (here !== call) return;
    const code = error instanceof Fault ? error.code : "paper.silent";
    papers.shooting("failed", code);
    session.tell({ t: "shot", request, stage: "failed", code });
  } finally {
    busy = false;
    setTimeout(() => busy || session.setPaperPace({ shooting: false }), SEEN_MS);
    const next = waiting;
    waiting = null;
    if (next) photograph(next);
  }
}

async function asItIs(frames) {
  if (lying) throw new Fault("papers.cover.lying");
  mustBeShown();
  if (!session.paperSource()) throw new Fault(session.state.faults.paper ?? "paper.absent");
  const picture = await take(session.paperSource(), frames);
  // The order may have come while the camera worked; then the card may be on this picture.
  if (lying) throw new Fault("papers.cover.lying");
  return picture;
}

/** What the resident has put away from the others' eyes is not taken behind their back. */
function mustBeShown() {
  if (!session.state.paperOn) throw new Fault("paper.off");
}

/** The camera is dark already, and shown again only when the resident says that nothing lies there any more. */
async function withCover(request, cover) {
  const here = call;
  const tell = (stage) => session.tell({ t: "shot", request, stage });
  covered = new CoveredStill((state) => here === call && papers.covering(state));
  try {
    mustBeShown();
    tell("hiding");
    return await covered.take(() => session.paperSource(), cover, () => tell("preview"));
  } finally {
    covered = null;
    if (here === call && !waiting) papers.covering({ remove: true });
  }
}

session.subscribe(follow);
session.hear(hear);
