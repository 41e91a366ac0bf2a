// Tasks for the modules of a page: JSON on standard input, JSON on standard output.
import { readFileSync } from "node:fs";
import * as answers from "../../experiments/page/front/answers.js";
import * as numbers from "../../experiments/page/front/numbers.js";
import * as statistics from "../../experiments/page/front/statistics.js";
import { evaluate } from "../../experiments/page/front/questions.js";
import { outcomes } from "../../experiments/page/front/outcomes.js";
import { logOf } from "../../experiments/page/front/rows.js";
import { storyOf } from "../../experiments/page/front/story.js";
import { useWords, words } from "../../experiments/page/front/words.js";

const given = JSON.parse(readFileSync(0, "utf8"));
if (given.content) useWords(given.content);

/** Columns as an engine has them: typed arrays. */
function typed(runs) {
  const columns = (table) => Object.fromEntries(Object.entries(table).map(([name, list]) => [name, Int32Array.from(list)]));
  const offsets = columns(runs.offsets);
  return { ...runs, acts: columns(runs.acts), answers: columns(runs.answers), wars: columns(runs.wars), offsets,
    mediated: Uint8Array.from(runs.mediated), series: Float32Array.from(runs.series) };
}

const tasks = {
  numbers: () => given.calls.map(([name, ...rest]) => numbers[name](...rest.map((one) => (one === "NaN" ? NaN : one)))),
  statistics: () => given.calls.map(([name, ...rest]) => statistics[name](...rest)),
  questions: () => evaluate(logOf(typed(given.runs), given.days), words.questions).map((found) => ({
    value: [...found.value].map((one) => (Number.isNaN(one) ? null : one)), came: [...found.came], day: [...found.day],
    count: [...found.count], of: found.of && [...found.of],
  })),
  outcomes: () => Object.fromEntries(Object.entries(outcomes(logOf(typed(given.runs), given.days), true)).map(([k, v]) => [k, [...v]])),
  parts: () => answers.partsOf(logOf(typed(given.runs), given.days)).map(({ top, bottom }) => [[...top], [...bottom]]),
  answers: () => {
    const [one, two] = given.pair.map((runs) => answers.partsOf(logOf(typed(runs), given.days)));
    return answers.answersOf(one, two).map((answer) => ({ ...answer, words: answers.inWords(answer), sentence: answers.sentenceOf(answer) }));
  },
  story: () => storyOf(typed(given.runs), given.days).map(({ sentences, observed }) => ({ sentences, observed })),
};

process.stdout.write(JSON.stringify(tasks[given.task](), (_, one) => (Number.isNaN(one) ? "NaN" : one)));
