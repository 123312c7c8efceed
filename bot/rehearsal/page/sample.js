// "See a finished workshop": which one, in which language, and how far it is. Must not know phones or what stands on them.
import { make, post } from "./dom.js";

const STEPS = {
  answer: (done, of) => `${done} of ${of} have answered`,
  close: () => "All have answered. It is being closed: the last answers are counted, the key goes.",
  read: () => "What people wrote is read, and put into themes.",
};

export class Sample {
  /** `at` finds a node by its id; `complain` says what went wrong. */
  constructor(at, complain) {
    this.at = at;
    this.making = false;
    at("see-sample").addEventListener("click", () => { this.told(null); at("sample").showModal(); });
    at("sample").addEventListener("cancel", (event) => { if (this.making) event.preventDefault(); });
    at("sample-go").addEventListener("click", async () => {
      const flow = at("sample-flows").querySelector("input:checked")?.value;
      if (!flow || this.making) return;
      this.told({ step: "answer", done: 0, of: 60 });
      try { await post("sample", { flow, language: at("sample-language").value }); } catch (problem) { complain(problem.message); }
      this.making = false;
      at("sample").close();
    });
  }

  /** The finished workshops there are: [{flow, title}]. */
  offer(samples) {
    const rows = this.at("sample-flows");
    this.at("see-sample").hidden = !samples?.length;
    if (rows.querySelectorAll("label").length === (samples || []).length) return;
    const one = ({ flow, title }, place) => make("label", {}, make("input", { type: "radio", name: "flow", value: flow, checked: !place }), title);
    rows.replaceChildren(make("legend", {}, "Which questions?"), ...samples.map(one));
  }

  /** How far it is: {step, done, of}; null: nothing is made now. */
  told(sample) {
    const { at } = this;
    this.making = Boolean(sample);
    at("sample-choice").hidden = this.making;
    at("sample-at").hidden = !this.making;
    for (const button of at("sample").querySelectorAll("button")) button.disabled = this.making;
    if (!sample) return;
    at("sample-said").textContent = STEPS[sample.step](sample.done, sample.of);
    Object.assign(at("sample-bar"), { max: sample.of + 20, value: sample.done + { answer: 0, close: 5, read: 15 }[sample.step] });
  }
}
