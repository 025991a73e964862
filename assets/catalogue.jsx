// The catalogue as a file: written, and taken back after everybody has seen what that would change.

import { useRef, useState } from "react";

import { fill } from "./js/procedure/draft.js";
import { ask } from "./js/procedure/wire.js";

const SEND_LIMIT = 5_000_000; // bytes; a larger file is not even sent

export function CatalogueFile({ words }) {
  const [state, setState] = useState({ step: "idle" });
  const file = useRef(null); // its bytes as they were looked at: the file may change on the disk meanwhile
  const picker = useRef(null);

  const send = (apply) => {
    const form = new FormData();
    form.append("file", file.current, "procedures.csv");
    return ask("POST", apply ? "/procedures/import?apply=1" : "/procedures/import", form);
  };
  const show = ({ status, body }, applied) => {
    if (body.faults) setState({ step: body.faults.length ? "bad" : applied ? "applied" : "good", plan: body });
    else if (status === 0) setState({ step: "failed", text: applied ? words.unsure : words.offline });
    else if (status === 401) setState({ step: "failed", text: words.login });
    else setState({ step: "failed", text: fill(words.refused, { title: body.title ?? "" }) });
  };
  const choose = async (event) => {
    const [picked] = event.target.files;
    event.target.value = "";
    if (!picked) return;
    setState({ step: "reading" });
    try {
      file.current = new Blob([await picked.slice(0, SEND_LIMIT).arrayBuffer()]);
    } catch {
      setState({ step: "failed", text: words.offline });
      return;
    }
    show(await send(false), false);
  };
  const apply = async () => {
    setState({ ...state, step: "reading" });
    show(await send(true), true);
  };
  const { step, plan } = state;
  const changes = plan ? plan.counts.new + plan.counts.changed : 0;
  return (
    <div className="cat-file">
      <div className="row">
        <a className="btn" href="/procedures.csv" download="procedures.csv">{words.export}</a>
        <button type="button" className="btn" onClick={() => picker.current.click()}>{words.choose}</button>
        <input ref={picker} type="file" accept=".csv,text/csv" className="vh" tabIndex={-1} aria-label={words.choose} onChange={choose} />
      </div>
      <p>{words.hint}</p>
      <div role="status">
        {step === "reading" && words.reading}
        {step === "good" && <p>{`${fill(words.counts, plan.counts)}　${changes ? words.good : words.nothing}`}</p>}
        {step === "applied" && <p className="done">{fill(words.applied, plan.counts)}</p>}
      </div>
      {step === "failed" && <p role="alert" className="problem">{state.text}</p>}
      {step === "bad" && <Faults faults={plan.faults} words={words} />}
      {step === "good" && plan.rows.length > 0 && <Changes rows={plan.rows} words={words} />}
      {step === "good" && changes > 0 && (
        <div className="row">
          <button type="button" className="btn btn-solid" onClick={apply}>{words.apply}</button>
          <button type="button" className="btn" onClick={() => setState({ step: "idle" })}>{words.cancel}</button>
        </div>
      )}
    </div>
  );
}

function Faults({ faults, words }) {
  return (
    <>
      <p role="alert" className="problem">{fill(words.bad, { count: faults.length })}</p>
      <Table heads={[words.where, words.what]} rows={faults.map((one) => [one.where, one.sentence])} />
    </>
  );
}

const Changes = ({ rows, words }) => (
  <Table
    heads={[words.where, words.name, words.columns]}
    rows={rows.map((one) => [`${fill(words.row, { n: one.row })} ${words[one.change]}`, one.name, one.columns.join("、")])}
  />
);

const Table = ({ heads, rows }) => (
  <div className="cat-table">
    <table>
      <thead>
        <tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((cells, n) => (
          <tr key={n}>{cells.map((cell, at) => <td key={at}>{cell}</td>)}</tr>
        ))}
      </tbody>
    </table>
  </div>
);
