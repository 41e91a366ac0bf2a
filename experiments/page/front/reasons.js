/** Why an act was chosen: the two strongest reasons on either side, as `experiments/stories/reasons.py` tells them. */
import { percent, signed } from "./numbers.js";
import { actorName } from "./sentences.js";
import { capital, fill, words } from "./words.js";

/** @typedef {import("../engine.js").Reasons} Reasons */
/** @typedef {{name: string, value: number}} Term */

const TOLD = 2;

/** A part of a decision in words. @param {Term} term @param {Record<string, number>} act */
export function termInWords(term, act) {
  const host = act.host >= 0 ? actorName(act.host) : words.decision.nobody;
  const land = act.territory >= 0 ? words.names.told.territories[act.territory] : "";
  return fill(words.terms[term.name] ?? term.name, { account: actorName(act.account), host, land });
}

/** The reasons in a sentence, and the chance that there was of force. @param {Reasons} reasons
 * @param {Record<string, number>} act */
export function reasonsTold(reasons, act) {
  const said = words.decision;
  const ordered = [...reasons.terms, ...reasons.waiting].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const own = ordered.filter((term) => !words.common_terms.includes(term.name));
  const found = [];
  for (const [word, positive] of [["for", true], ["against", false]]) {
    const side = own.filter((term) => term.value > 0 === positive && signed(term.value, 1) !== signed(0, 1)).slice(0, TOLD)
      .map((term) => fill(said.reason, { term: termInWords(term, act), value: signed(term.value, 1) }));
    if (side.length) found.push(fill(said[/** @type {string} */ (word)], { reasons: side.join(said.and) }));
  }
  const rule = words.rules[act.actor] ? fill(said.rule, { rule: words.rules[act.actor] }) : "";
  const chance = fill(said.chance, { chance: percent(reasons.chance), rule });
  return fill(said.reasons, { told: capital(found.join("; ") || said.nothing), chance });
}
