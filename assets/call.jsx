// Thin React parts on the one call session. They show; js/session.js does.

import { createElement as h, Fragment, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

import { list } from "./js/devices.js";
import { fill } from "./js/fill.js";
import * as hearing from "./js/hearing.js";
import { show } from "./js/pictures.js";
import { linkOf } from "./js/quality.js";
import { session } from "./js/session.js";
import * as sound from "./js/sound.js";
import { current, speak, subscribe } from "./js/words.js";
import { labelled, plain, Said } from "./said.jsx";

const withRuby = (text) => h(Said, { text });
const useCall = () => useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);

// Figures for tests and benches: moments of the present call in ms since the epoch, nothing about anybody.
const moments = typeof window === "undefined" ? {} : (window.__igaMedia ??= {});
const stamp = (name) => (moments[name] ??= performance.timeOrigin + performance.now());
const MOMENTS = ["inCallAt", "firstAudioAt", "firstRemoteFrameAt"];
const LISTEN_MS = 10;

/** Sentences per side of the counter. Residents never read of errors or connections. */
const WORDS = {
  branch: {
    lost: "映像がとぎれました。そのままお待ちください。つなぎ直しています。",
    own: "こちらの映像がとぎれました。そのままお待ちください。つなぎ直しています。",
    poor: "映像がゆっくりになっています。声はそのまま届いています。",
    "step.voice": "声だけでつながっています。映像は、あとからもどります。",
    "step.text": "映像と声がとまっています。用紙と受付番号はそのままです。つなぎ直しています。",
    back: "つながりました。お待たせしました。",
    refused: "この画面では続けられません。支所の職員をお呼びください。",
    "camera.refused": "カメラを使えません。声だけでお話しできます。支所の職員をお呼びください。",
    "camera.absent": "カメラが見つかりません。声だけでお話しできます。",
    "camera.busy": "カメラを使えません。声だけでお話しできます。",
    "camera.gone": "カメラが外れました。声はそのまま届いています。",
    "camera.insecure": "カメラとマイクを使えない開き方です。支所の職員をお呼びください。",
    "mic.refused": "マイクを使えません。支所の職員をお呼びください。",
    "mic.absent": "マイクが見つかりません。支所の職員をお呼びください。",
    "mic.busy": "マイクを使えません。支所の職員をお呼びください。",
    "mic.gone": "マイクが外れました。支所の職員をお呼びください。",
    "paper.refused": "書類のカメラを使えません。お話はこのまま続けられます。",
    "paper.absent": "書類のカメラが見つかりません。お話はこのまま続けられます。",
    "paper.busy": "書類のカメラを使えません。お話はこのまま続けられます。",
    "paper.gone": "書類のカメラが外れました。お話はこのまま続けられます。",
  },
  desk: {
    lost: "支所からの映像がとぎれました。つなぎ直しています。",
    own: "こちらの映像が届いていません。つなぎ直しています。",
    poor: "回線が混んでいます。顔の映像から粗くなりますが、声は優先して届けています。",
    "step.voice": "声だけでつながっています。回線に余裕がもどると、映像も出ます。",
    "step.text": "映像と声がとぎれています。つなぎ直しています。",
    back: "つながりました。",
    refused: "この通話には、もう入れません。画面を開き直してください。",
    "camera.refused": "カメラの使用が許可されていません。ブラウザーの設定で許可してください。声は届きます。",
    "camera.absent": "カメラが見つかりません。つなぐと自動で使います。",
    "camera.busy": "カメラを開けません。ほかのソフトが使っていないか確かめてください。",
    "camera.gone": "カメラが外れました。つなぐと自動で戻ります。",
    "camera.insecure": "このアドレスではカメラとマイクを使えません。https のアドレスで開いてください。",
    "mic.refused": "マイクの使用が許可されていません。ブラウザーの設定で許可してください。",
    "mic.absent": "マイクが見つかりません。つなぐと自動で使います。",
    "mic.busy": "マイクを開けません。ほかのソフトが使っていないか確かめてください。",
    "mic.gone": "マイクが外れました。つなぐと自動で戻ります。",
    "blur.starting": "背景をぼかす準備をしています。できるまで映像を止めています。",
    "blur.broken": "背景をぼかせないため、映像を止めています。ぼかしを切ると映ります。",
  },
};

const NONE = {
  "none.face": "お相手の映像を待っています。",
  "none.faceOff": "お相手のカメラは止まっています。声でお話しできます。",
  "none.paper": "用紙の映像を待っています。",
  "none.paperOff": "用紙は映っていません。",
  "none.ownPaperOff": "用紙は相手に見えていません。",
  "none.ownPaper": "書類のカメラが見つかりません。",
  "none.own": "こちらのカメラは映っていません。",
};

const PARTS = {
  good: "映像・音声とも良好",
  slow: "映像がゆっくりです",
  rejoining: "つなぎ直しています",
  voiceOnly: "声だけでつながっています",
  still: "いまの映像ではありません",
  play: "音を出す",
  "self.show": "こちらの映像を出す",
  "self.hide": "こちらの映像をかくす",
  "self.guide": "お顔を枠の中に",
  "self.guideOff": "枠を消す",
  "pick.face": "顔のカメラ",
  "pick.paper": "書類のカメラ",
  "pick.mic": "マイク",
  "pick.speaker": "スピーカー",
  "pick.handset": "受話器・ヘッドセット",
  "pick.auto": "自動で選ぶ",
  "pick.kept": "この端末の選択を保存しました。",
  "pick.notKept": "保存できませんでした。もう一度選んでください。",
  "clock.moved": "時計を{n}秒ずらしています",
};

// A page in another language gives its own words to CallSession; what it does not give is said in Japanese.
function useWords() {
  const own = useSyncExternalStore(subscribe, current, current);
  const { kind } = useCall();
  return { ...NONE, ...PARTS, ...(WORDS[kind] ?? WORDS.desk), ...own };
}

const TROUBLES = ["mic", "camera", "paper", "blur"];

function firstPeer(state, participant) {
  return participant || state.peers[0]?.id || "";
}

/** The call this page is in; renders the other sides' voices. */
export function CallSession({ call, me, peers, kind, phase, held, signs, words, onTrouble }) {
  const state = useCall();
  const given = JSON.stringify(words ?? {});
  useEffect(() => {
    speak(JSON.parse(given));
  }, [given]);
  const told = useRef("");
  useLayoutEffect(() => {
    for (const name of MOMENTS) delete moments[name];
    if (call) session.enter(call, me, kind);
    else session.leave();
  }, [call, me, kind]);
  useEffect(() => {
    session.setSigning(Boolean(signs));
  }, [signs, call]);
  const key = JSON.stringify(peers ?? []);
  // Before the page is painted: the screen of the call shows its picture at once.
  useLayoutEffect(() => {
    if (call) session.update(JSON.parse(key), phase, Boolean(held));
    if (phase === "in_call") stamp("inCallAt");
  }, [call, key, phase, held, state.call]);
  useEffect(() => {
    if (!call || phase !== "in_call") return undefined;
    const timer = setInterval(() => {
      if (!session.hasHeard()) return;
      stamp("firstAudioAt");
      clearInterval(timer);
    }, LISTEN_MS);
    return () => clearInterval(timer);
  }, [call, phase]);
  useEffect(() => () => session.leave(), []);
  useEffect(() => {
    const trouble = state.refused || Object.values(state.faults).sort().join(" ");
    if (trouble !== told.current) {
      told.current = trouble;
      if (trouble) onTrouble?.(trouble);
    }
  }, [state.refused, state.faults]);
  const voices = Object.entries(state.remote).map(([id, remote]) =>
    h(Voice, { key: id, stream: remote.audio, step: state.volume, tone: state.tone, speaker: state.speaker }),
  );
  return h("div", { hidden: true }, voices);
}

const voices = new Set();

/** Browsers may want a touch first; then the notice offers one, and it comes here again. */
async function playAll() {
  const played = await Promise.allSettled([...voices].map((audio) => audio.play()));
  session.playRefused(played.some(({ reason }) => reason?.name === "NotAllowedError"));
}

function Voice({ stream, step, tone, speaker }) {
  const element = useRef(null);
  const way = useRef(null);
  const shaped = Boolean(stream) && hearing.shaped(step, tone);
  useEffect(() => {
    const audio = element.current;
    audio.srcObject = stream ?? null;
    if (!stream) return undefined;
    voices.add(audio);
    playAll();
    return () => {
      voices.delete(audio);
      audio.srcObject = null;
    };
  }, [stream]);
  useEffect(() => {
    // The element stays: without one, the browser gives the voice to nobody.
    way.current = shaped ? hearing.play(stream, speaker ?? "") : null;
    element.current.muted = way.current !== null;
    return () => way.current?.end();
  }, [stream, shaped, speaker]);
  useEffect(() => {
    element.current.volume = hearing.loudness(step);
    way.current?.set(step, tone);
  }, [stream, shaped, speaker, step, tone]);
  useEffect(() => {
    element.current.setSinkId?.(speaker ?? "").catch(() => {});
  }, [speaker]);
  return h("audio", { ref: element, autoPlay: true });
}

const WRAP = { display: "contents" };

/** Shows a stream in a <video> and takes it away again, so that no old picture stays. */
function Picture({ stream, className, testid, participant, label, onFirstFrame }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    const { video, end } = show(stream, place.current);
    video.className = className ?? "";
    video.dataset.testid = testid;
    if (participant) video.dataset.participant = participant;
    video.ariaLabel = label ?? null;
    if (onFirstFrame) video.requestVideoFrameCallback?.(onFirstFrame);
    return end;
  }, [stream, className, testid, participant, label]);
  return h("div", { ref: place, style: WRAP });
}

/** Somebody else's picture; the last one of a silent link stays, and is said to be one: nobody speaks to it. */
function Theirs({ words, still, ...picture }) {
  return h(Fragment, null, h(Picture, picture), still ? h("p", { className: "still-tag" }, withRuby(words.still)) : null);
}

function Words({ className, text }) {
  return h("p", { className: `no-picture ${className ?? ""}` }, withRuby(text));
}

/** One picture: local-camera, remote-camera (of `participant`) or paper-live. */
export function CallVideo({ what, participant, className, label }) {
  const state = useCall();
  const none = useWords();
  const id = firstPeer(state, participant);
  const remote = state.remote[id] ?? {};
  const media = remote.media ?? { paper: true, camera: true };
  const still = ["text", "phone"].includes(state.step);
  if (what === "local-camera") {
    if (!state.face) return h(Words, { className, text: none["none.own"] });
    return h(Picture, { stream: state.face, className, testid: what, label });
  }
  if (state.phase !== "in_call") return h(Words, { className, text: what === "paper-live" ? none["none.paper"] : none["none.face"] });
  if (what === "paper-live" && state.kind === "branch") {
    if (!state.paper) return h(Words, { className, text: none["none.ownPaper"] });
    if (!state.paperOn) return h(Words, { className, text: none["none.ownPaperOff"] });
    return h(Picture, { stream: state.paper, className, testid: what, label });
  }
  if (what === "paper-live") {
    const branch = state.peers.find((peer) => peer.kind === "branch")?.id ?? id;
    const shown = state.remote[branch] ?? {};
    if (shown.media && !shown.media.paper) return h(Words, { className, text: none["none.paperOff"] });
    if (!shown.paper) return h(Words, { className, text: none["none.paper"] });
    return h(Theirs, { words: none, still, stream: shown.paper, className, testid: what, participant: branch, label });
  }
  if (!media.camera) return h(Words, { className, text: none["none.faceOff"] });
  if (!remote.face) return h(Words, { className, text: none["none.face"] });
  if (state.step === "voice" && id === state.peers[0]?.id) return h(Words, { className, text: none.voiceOnly });
  const onFirstFrame = () => stamp("firstRemoteFrameAt");
  const picture = { stream: remote.face, className, testid: what, participant: id, label, onFirstFrame };
  return h(Theirs, { words: none, still, ...picture });
}

/** How well it goes, in words and figures. */
export function CallQuality({ className, plain: plainly }) {
  const state = useCall();
  const link = linkOf(state);
  const { rttMs, lossPct, fps } = state.quality ?? { rttMs: 0, lossPct: 0, fps: 0 };
  const word = { good: "良好", poor: "不安定", lost: "つなぎ直し中", own: "つなぎ直し中", refused: "とぎれています" }[link];
  const { good, slow, rejoining, voiceOnly } = useWords();
  const plainWord = { hd: good, sd: slow, voice: voiceOnly }[state.step] ?? rejoining;
  const figures = `往復${Math.round(rttMs)}ミリ秒　欠け${lossPct.toFixed(1)}%　${Math.round(fps)}コマ`;
  return h(
    "span",
    {
      className: `quality quality-${link} ${className ?? ""}`,
      "data-testid": "quality",
      "data-rtt-ms": rttMs.toFixed(1),
      "data-loss-pct": lossPct.toFixed(2),
      "data-fps": Math.round(fps),
      "data-link": link,
      "data-step": state.step,
    },
    h("i", { className: "quality-mark", "aria-hidden": true }),
    plainly ? withRuby(["good", "poor"].includes(link) ? plainWord : rejoining) : h("b", null, state.step === "voice" ? "声だけ" : word),
    plainly ? null : h("span", { className: "num" }, figures),
  );
}

/** One sentence when something is wrong, and one when it is right again. */
export function CallNotice({ className }) {
  const state = useCall();
  const [back, setBack] = useState(false);
  const before = useRef("good");
  const link = linkOf(state);
  useEffect(() => {
    const wasDown = ["lost", "own"].includes(before.current);
    before.current = link;
    if (!wasDown || !["good", "poor"].includes(link)) return undefined;
    setBack(true);
    const timer = setTimeout(() => setBack(false), 4000);
    return () => clearTimeout(timer);
  }, [link]);
  const words = useWords();
  const fault = TROUBLES.map((what) => state.faults[what]).find(Boolean);
  let text = "";
  if (state.call) {
    const { step } = state;
    if (link === "refused") text = words.refused;
    else if (step === "text" || step === "phone") text = words["step.text"];
    else if (link !== "good" && link !== "poor") text = words[link];
    else if (step === "voice") text = words["step.voice"];
    else if (fault) text = words[fault] ?? "";
    else if (back) text = words.back;
    else if (step === "sd") text = words.poor;
  }
  return h(
    "p",
    { className: `call-notice ${className ?? ""}`, role: "status", "aria-live": "polite", "data-empty": text ? "no" : "yes" },
    h("span", null, withRuby(text)),
    state.playBlocked
      ? h("button", { type: "button", className: "btn", onClick: playAll, ...labelled(words.play) })
      : null,
  );
}

const VOLUME_WORDS = { down: "音を小さく", up: "音を大きく", name: "音の大きさ", of: "段階" };

/** Two keys and a row of bars. */
export function VolumeControl({ className, words }) {
  const { volume } = useCall();
  const text = { ...VOLUME_WORDS, ...words };
  const button = (name, change) =>
    h("button", { type: "button", className: "btn", onClick: () => session.setVolume(volume + change), ...labelled(name) });
  const bars = Array.from({ length: hearing.STEPS }, (_, index) => h("i", { key: index, className: index < volume ? "on" : "" }));
  return h(
    "div",
    { className: `volume ${className ?? ""}` },
    button(text.down, -1),
    h(
      "div",
      {
        className: "bars",
        role: "meter",
        "aria-label": plain(text.name),
        "aria-valuemin": 0,
        "aria-valuemax": hearing.STEPS,
        "aria-valuenow": volume,
        "aria-valuetext": `${volume} / ${hearing.STEPS}`,
      },
      bars,
    ),
    button(text.up, 1),
  );
}

/** Which part of the voice is raised; there for who hears badly, and for whoever turned the sound up. */
export function ToneSwitch({ words, wanted }) {
  const { volume, tone } = useCall();
  if (!wanted && volume <= hearing.FIRST_STEP && tone === hearing.TONES[0]) return null;
  return h(
    "button",
    { type: "button", className: "btn tone", "data-testid": "tone", "data-tone": tone, onClick: () => session.changeTone() },
    h("span", null, withRuby(words.name)),
    h("small", { "aria-live": "polite" }, withRuby(words[tone])),
  );
}

/** The resident's hand on the document camera. */
export function PaperSwitch({ className, on, off }) {
  const state = useCall();
  if (!state.paper) return null;
  return h(
    "button",
    {
      type: "button",
      className: `btn ${className ?? ""}`,
      onClick: () => session.setPaper(!state.paperOn),
      ...labelled(state.paperOn ? (off ?? "用紙を見せるのをやめる") : (on ?? "用紙を見せる")),
    },
  );
}

/** Where the face should be; a touch takes it away. */
function Guide({ onClick }) {
  const words = useWords();
  return h(
    "button",
    { type: "button", className: "self-guide", "aria-label": plain(words["self.guideOff"]), onClick },
    h("span", null, withRuby(words["self.guide"])),
  );
}

/** Our own picture, small, with help to sit well; may be put away. */
export function SelfView({ className, label = "こちらの映像" }) {
  const [shown, setShown] = useState(true);
  const [guide, setGuide] = useState(true);
  const state = useCall();
  const words = useWords();
  useEffect(() => {
    const timer = setTimeout(() => setGuide(false), 15000);
    return () => clearTimeout(timer);
  }, [state.call]);
  if (!shown) {
    return h(
      "div",
      { className: `self self-away ${className ?? ""}` },
      h("button", { type: "button", className: "btn", onClick: () => setShown(true), ...labelled(words["self.show"]) }),
    );
  }
  return h(
    "div",
    { className: `self ${className ?? ""}` },
    h(CallVideo, { what: "local-camera", className: "self-video", label: plain(label) }),
    h("span", { className: "self-label" }, withRuby(label)),
    // One at a time: the picture is too small for two.
    guide && state.face
      ? h(Guide, { onClick: () => setGuide(false) })
      : h(
          "button",
          { type: "button", className: "self-hide", "aria-label": plain(words["self.hide"]), onClick: () => setShown(false) },
          "×",
        ),
  );
}

/** Blurs the office behind the clerk. */
export function BlurSwitch({ className }) {
  const state = useCall();
  return h(
    "button",
    {
      type: "button",
      className: `btn ${className ?? ""}`,
      "aria-pressed": state.blurOn,
      onClick: () => session.setBlur(!state.blurOn),
    },
    "背景をぼかす",
  );
}

const PICKS = [
  ["face", "videoinput"],
  ["paper", "videoinput"],
  ["mic", "audioinput"],
  ["speaker", "audiooutput"],
  ["handset", "audiooutput"],
];

/** Which camera, microphone and loudspeaker this terminal uses; kept on the server. */
export function DevicePicker({ className, kind }) {
  const state = useCall();
  const [found, setFound] = useState([]);
  const [said, setSaid] = useState("");
  const words = useWords();
  useEffect(() => {
    const look = () => list().then(setFound, () => setFound([]));
    look();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", look);
  }, []);
  useEffect(() => {
    session.readChoice();
  }, []);
  const choose = async (name, label) => {
    const kept = await session.choose({ [name]: label });
    setSaid(kept ? "pick.kept" : "pick.notKept");
  };
  const rows = PICKS.filter(([name]) => kind !== "desk" || !["paper", "handset"].includes(name)).map(([name, device]) => {
    const options = found.filter((one) => one.kind === device && one.label);
    return h(
      "label",
      { key: name, className: "pick" },
      h("span", null, withRuby(words[`pick.${name}`])),
      h(
        "select",
        { value: state.choice[name] ?? "", onChange: (event) => choose(name, event.target.value) },
        h("option", { value: "" }, plain(words["pick.auto"])),
        options.map((one) => h("option", { key: one.deviceId, value: one.label }, one.label)),
      ),
    );
  });
  return h("div", { className: `picker ${className ?? ""}` }, rows, h("p", { role: "status" }, withRuby(words[said])));
}

/** Rings while `on`. */
export function RingSound({ on }) {
  useEffect(() => (on ? sound.ring() : undefined), [on]);
  return null;
}

/** One stroke of the branch's own bell for every new `count`. */
export function BellSound({ count }) {
  useEffect(() => {
    if (count > 0) sound.bell();
  }, [count]);
  return null;
}

/** A quiet sign for every message that comes while the page is open. */
export function LineSound({ count }) {
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) sound.message();
    before.current = count;
  }, [count]);
  return null;
}

const TOKYO = { timeZone: "Asia/Tokyo" };
const NUMBERS = new Intl.DateTimeFormat("en-CA", { ...TOKYO, year: "numeric", month: "numeric", day: "numeric" });
const JAPANESE = new Intl.DateTimeFormat("ja", { ...TOKYO, month: "long", day: "numeric", weekday: "short" });

/** The day in Tokyo, in the words of the page's language. */
function dayOf(now, dates) {
  if (!dates) return JAPANESE.format(now).replace("(", "（").replace(")", "）");
  const part = Object.fromEntries(NUMBERS.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const weekday = new Date(Date.UTC(part.year, part.month - 1, part.day)).getUTCDay();
  return fill(dates.pattern, {
    weekday: dates.weekdays[(weekday + 6) % 7],
    month: dates.months[part.month - 1],
    day: dates.days[part.day - 1],
  });
}

/** The city's time; `offsetS` is shown too when a drill has moved the clock. */
export function Clock({ className, offsetS, dates }) {
  const [now, setNow] = useState(null);
  const words = useWords();
  useEffect(() => {
    const tick = () => setNow(new Date(Date.now() + (offsetS ?? 0) * 1000));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [offsetS]);
  if (!now) return h("span", { className });
  const time = new Intl.DateTimeFormat("ja-JP", { ...TOKYO, hour: "2-digit", minute: "2-digit" }).format(now);
  return h(
    "span",
    { className },
    h("span", null, withRuby(dayOf(now, dates))),
    h("strong", { className: "num" }, time),
    offsetS ? h("em", { className: "clock-moved" }, withRuby(fill(words["clock.moved"], { n: offsetS }))) : null,
  );
}
