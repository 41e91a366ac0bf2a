// What the page's engine makes of jobs: given one a line on standard input, answers one a line on standard output.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(`${folder}/engine.js`).href);

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

const answers = {
  /** Digests of all lists of some runs. */
  async runs({ module, image, settings, seed, first, count, series }) {
    const engine = await Engine.load(readFileSync(module), readFileSync(image));
    const moved = engine.set(settings);
    const { bytes, acts, offsets } = engine.run(BigInt(seed), first, count, { series });
    const found = Object.fromEntries(Object.entries(bytes).map(([name, list]) => [name, digest(list)]));
    return { moved, rows: acts.act.length, ...found, offsets: digest(offsets.acts) };
  },

  /** Some columns of a run, after another run with other settings. */
  async columns({ module, image, settings, seed, run, names }) {
    const engine = await Engine.load(readFileSync(module), readFileSync(image));
    engine.set(settings);
    engine.run(BigInt(seed), 0, 3);
    engine.set({});
    const { acts } = engine.run(BigInt(seed), run, 1);
    return Object.fromEntries(names.map((name) => [name, Array.from(acts[name], Number)]));
  },

  /** Why each act of a run was chosen, and whether the run is the same after it was asked. */
  async terms({ module, image, settings, seed, run }) {
    const engine = await Engine.load(readFileSync(module), readFileSync(image));
    engine.set(settings);
    const { bytes, acts } = engine.run(BigInt(seed), run, 1);
    const terms = Array.from(acts.act, (act) => engine.terms(BigInt(seed), run, act));
    return { terms, same: digest(engine.run(BigInt(seed), run, 1).bytes.acts) === digest(bytes.acts) };
  },

  /** What is said of each of these changes, and the acts of a run before and after. */
  async refused({ module, image, changes }) {
    const engine = await Engine.load(readFileSync(module), readFileSync(image));
    const before = digest(engine.run(1, 0, 2).bytes.acts);
    const said = changes.map((change) => {
      try {
        return `${engine.set(change)} moved`;
      } catch (fault) {
        return `${fault.constructor.name}: ${fault.message}`;
      }
    });
    return { said, same: digest(engine.run(1, 0, 2).bytes.acts) === before };
  },

  /** What is said of files with one byte flipped, cut short, or of others. */
  async damaged({ module, image, flips, cuts }) {
    const files = { module: readFileSync(module), image: readFileSync(image) };
    const attempts = [];
    for (const [name, place] of flips) {
      const bytes = Uint8Array.from(files[name]);
      bytes[place] ^= 1;
      attempts.push({ ...files, [name]: bytes });
    }
    for (const [name, length] of cuts) attempts.push({ ...files, [name]: files[name].subarray(0, length) });
    const said = [];
    for (const attempt of attempts) {
      said.push(await Engine.load(attempt.module, attempt.image).then(() => "loaded", (fault) => `${fault.constructor.name}: ${fault.message}`));
    }
    return { said };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { job, ...given } = JSON.parse(line);
  console.log(JSON.stringify(await answers[job](given)));
}
