/** Acts of one run told, as `experiments/measures/sentences.py` tells them, from the same templates. */
import { count, dateOf, several } from "./numbers.js";
import { capital, fill, words } from "./words.js";

/** @typedef {Record<string, number>} Act */

/** @param {string} name @param {Record<string, unknown>} [values] */
function say(name, values = {}) {
  return fill(words.act[name], values);
}

/** The name of an actor in sentences, by its number. @param {number} actor */
export function actorName(actor) {
  return actor >= 0 ? words.names.told.actors[actor] : words.act.somebody;
}

/** @param {Act} act */
export function markOf(act) {
  return act.observed ? words.about.mark : words.act.simulated;
}

/** @param {Act} act */
export function dateOfAct(act) {
  return dateOf(words.about.start, act.day);
}

/** Acts by number, in a part of a sentence; nothing where there are none. @param {string} name @param {number[]} numbers */
function othersOf(name, numbers) {
  return numbers.length ? say(name, { others: numbers.map((number) => `#${number}`).join(", ") }) : "";
}

/** Tells the acts of a run; knows all of them, so that an answer can name what it answers. */
export class Narrator {
  /** @param {Act[]} acts @param {Map<number, number[]>} also what an act answers besides its cause */
  constructor(acts, also) {
    this.acts = acts;
    this.also = also;
  }

  /** An act in a few sentences; the first is its headline. @param {Act} act */
  act(act) {
    const parts = [this.headline(act), this.displaced(act), this.answers(act)];
    if (act.kinetic) parts.push(this.damage(act), this.attribution(act));
    if (act.closing) parts.push(say("closing"));
    return parts.filter(Boolean);
  }

  /** @param {Act} act */
  headline(act) {
    const proxy = act.executor !== act.actor;
    return say("headline", {
      act: act.act, date: dateOfAct(act), mark: markOf(act), actor: capital(actorName(act.actor)),
      through: proxy ? say("through", { executor: actorName(act.executor) }) : "",
      verb: verbOf(act), target: actorName(act.target), where: act.kinetic ? this.where(act) : "",
      aside: this.aside(act), rung: act.rung, rung_name: rungSaid(act),
    });
  }

  /** @param {Act} act */
  where(act) {
    const bare = act.territory >= 0 ? words.names.territories[act.territory] : "";
    let territory = act.territory >= 0 ? words.names.told.territories[act.territory] : "";
    const site = act.site >= 0 ? words.names.sites[act.site] : "";
    if (`${actorName(act.target)} ${site}`.toLowerCase().includes(bare.toLowerCase())) territory = "";
    if (!site) return territory ? say("soil", { territory }) : "";
    const [name, ...rest] = site.split(", "), more = rest.join(", ");
    const isArea = name.toLowerCase().split(/\s+/).some((/** @type {string} */ word) => words.areas.includes(word));
    const said = say(isArea ? "area" : "site", { site: more ? say("place_of", { name, more }) : name });
    return said + (territory ? say("site_in", { territory }) : "");
  }

  /** Whom it said that it struck, where that is another. @param {Act} act */
  aside(act) {
    if (act.declared === act.target) return "";
    return say(act.site >= 0 ? "aside_site" : "aside", { declared: actorName(act.declared) });
  }

  /** Whom it struck in place of the one that it holds to account. @param {Act} act */
  displaced(act) {
    return act.displaced ? say("displaced", { account: actorName(act.account) }) : "";
  }

  /** @param {Act} act */
  answers(act) {
    if (act.cause < 0) return words.origin_said[words.origin_names[act.origin]] ?? "";
    const also = [...(this.also.get(act.act) ?? [])].sort((a, b) => b - a);
    const fresh = also.find((number) => this.acts[number].day < act.day);
    if (act.kinetic && fresh !== undefined && this.acts[fresh].day >= this.acts[act.cause].day + words.long_ago) {
      return this.answered(act, fresh, this.goesBack(act.cause, also.filter((number) => number !== fresh)));
    }
    const [newest, ...older] = also;
    return this.answered(act, act.cause, this.settles(act, newest, older));
  }

  /** That it answers an act, after how long, whom it holds to account, and what else it settles.
   * @param {Act} act @param {number} number @param {string} settles */
  answered(act, number, settles) {
    const cause = this.acts[number], waited = act.day - cause.day;
    const whose = deedOf(cause), other = act.account >= 0 && act.account !== cause.executor && !act.displaced;
    const held = other ? say("held", { account: actorName(act.account) }) : "";
    const after = waited === 0 ? say("same_day") : say("later", { days: several(waited, words.numbers.day) });
    return say("answers", { cause: number, whose, after, held, settles });
  }

  /** What else it settles, or speaks of: the newest in words, the older ones by number.
   * @param {Act} act @param {number | undefined} newest @param {number[]} older */
  settles(act, newest, older) {
    if (newest === undefined) return "";
    return say(act.kinetic ? "settles" : "speaks_of", { newest, whose: deedOf(this.acts[newest]), others: othersOf("others", older) });
  }

  /** To what the matter goes back, and what else it settles, by number. @param {number} cause @param {number[]} also */
  goesBack(cause, also) {
    return say("goes_back", { cause, whose: deedOf(this.acts[cause]), others: othersOf("others_too", also) });
  }

  /** By what means; launched, intercepted, hits; and people. @param {Act} act */
  damage(act) {
    const stopped = act.intercepted ? say("intercepted", { intercepted: count(act.intercepted) }) : "";
    const flight = act.weapon >= 0 && act.launched ? say("launched", { launched: count(act.launched), stopped, hits: several(act.hits, words.numbers.hit) }) : "";
    const means = act.weapon >= 0 ? say("means", { weapon: words.names.weapons[act.weapon] }) : "";
    const text = say("damage", { means, flight, toll: tollOf(act) });
    return (act.warned ? say("warned") : "") + text[0].toUpperCase() + text.slice(1);
  }

  /** Who claimed it and who is blamed, where that is not simply the one who did it. @param {Act} act */
  attribution(act) {
    const claimed = act.claimed_by >= 0 ? say("claimed", { claimed_by: actorName(act.claimed_by) }) : say("unclaimed");
    if (act.blamed < 0 || act.blamed === act.claimed_by) return say("attributed", { claimed });
    const wrong = act.blamed !== act.actor && act.blamed !== act.executor ? say("wrongly") : "";
    return say("blamed", { claimed, blamed: actorName(act.blamed), wrong });
  }

  /** Acts of standing campaigns that drew no answer, in one sentence. @param {Act[]} acts */
  routine(acts) {
    const kinetic = acts.filter((act) => act.kinetic);
    /** @type {Map<string, {actor: string, target: string, number: number}>} */
    const pairs = new Map();
    for (const act of kinetic) {
      const actor = actorName(act.actor), target = actorName(act.target), key = JSON.stringify([actor, target]);
      const pair = pairs.get(key) ?? { actor, target, number: 0 };
      pair.number++;
      pairs.set(key, pair);
    }
    const who = [...pairs.values()].sort((a, b) => b.number - a.number).map((pair) => say("pair", pair)).join(", ");
    const [first, last] = [acts[0], acts[acts.length - 1]].map(dateOfAct);
    let parts = wordsTold(acts.filter((act) => !act.kinetic));
    if (kinetic.length) {
      const names = ["killed", "killed_civilians", "wounded"];
      const hurt = Object.fromEntries(names.map((name) => [name, kinetic.reduce((sum, act) => sum + act[name], 0)]));
      parts = [`${several(kinetic.length, say("campaign_attack"))}: ${who}`, ...parts, tollOf(hurt), say("none_answered")];
    }
    const what = parts.join("; ");
    return say("routine", { when: first === last ? first : say("period", { first, last }), mark: markOf(acts[0]), what });
  }
}

/** What was said and shown, and by whom, the commonest first. @param {Act[]} acts */
function wordsTold(acts) {
  const deedsOf = (/** @type {Act} */ act) => words.deeds[act.rung];
  return commonest(acts.map(deedsOf)).map(([deed, number]) => {
    const by = commonest(acts.filter((act) => deedsOf(act) === deed).map((act) => actorName(act.actor)));
    return say("deeds_by", { deeds: several(number, deed, words.deeds_many[deed]), actors: listed(by.map(([name]) => name)) });
  });
}

/** Texts with how often they stand there, the commonest first. @param {string[]} texts @returns {[string, number][]} */
function commonest(texts) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1]);
}

/** Names in a row: commas between them, and a word before the last. @param {string[]} names */
function listed(names) {
  return [names.slice(0, -1).join(", "), names[names.length - 1]].filter(Boolean).join(say("and"));
}

/** An act in a few words: who carried it out, what, and when. @param {Act} act */
function deedOf(act) {
  return say("whose", { possessive: possessiveOf(act.executor), deed: words.deeds[act.rung], date: dateOfAct(act) });
}

/** @param {number} actor */
function possessiveOf(actor) {
  const name = actorName(actor);
  return say(name.endsWith("s") ? "possessive_s" : "possessive", { name });
}

/** That somebody's standing campaigns stop, at whose word and over what. @param {Act[]} acts @param {Record<string, number>} pause */
export function stopsTold(acts, pause) {
  const date = dateOf(words.about.start, pause.first_day), mark = words.act.simulated, against = actorName(pause.against);
  if (pause.word < 0) return say("agreed", { date, mark, actor: capital(actorName(pause.actor)), against });
  const over = acts[pause.act], deed = deedOf(over), act = over.act;
  const why = pause.word === pause.actor
    ? say("own_choice", { act, deed, killed: count(over.killed) })
    : say("reined_in", { word: actorName(pause.word), against, act, deed, target: actorName(over.target) });
  return say("stops", { date, mark, whose: capital(possessiveOf(pause.actor)), why });
}

/** That they go on, and how it came to that. @param {Record<string, number>} pause */
export function goesOnTold(pause) {
  const date = dateOf(words.about.start, pause.last_day), mark = words.act.simulated, broken = pause.broken_by;
  const days = several(pause.last_day - pause.first_day, words.numbers.day);
  if (pause.word < 0)
    return say("truce_broken", { date, mark, days, actor: actorName(pause.actor), against: actorName(pause.against), act: broken });
  const how = broken >= 0 ? say("broken", { act: broken })
    : pause.word !== pause.actor ? say("let_go", { word: actorName(pause.word) }) : say("taken_up");
  return say("goes_on", { date, mark, days, whose: capital(possessiveOf(pause.actor)), how });
}

/** That they have not gone on by the end of the run. @param {Record<string, number>} pause */
export function stillTold(pause) {
  const date = dateOf(words.about.start, pause.first_day);
  if (pause.word < 0) return say("truce_holds", { date, actor: actorName(pause.actor), against: actorName(pause.against) });
  return say("at_rest", { date, whose: capital(possessiveOf(pause.actor)) });
}

/** What the rung of an act is called, by what came of it and by whether its author claims it. @param {Act} act */
function rungSaid(act) {
  const name = (act.killed ? words.fatal : words.missed)[act.rung] ?? words.names.rungs[act.rung];
  const claimed = act.claimed_by === act.executor && name.startsWith(words.unclaimed);
  return claimed ? name.slice(words.unclaimed.length) : name;
}

/** How many were killed and wounded, in one act or in several. @param {Act} hurt */
function tollOf(hurt) {
  const wounded = hurt.wounded ? say("wounded", { wounded: count(hurt.wounded) }) : "";
  if (!hurt.killed) return wounded ? say("nobody_killed") + wounded : say("nobody_hurt");
  return say("killed", { killed: count(hurt.killed), civilians: civiliansOf(hurt) }) + wounded;
}

/** What was done to the one that it was done to. @param {Act} act */
function verbOf(act) {
  return (act.killed ? words.deadly[act.rung] : undefined) ?? words.verbs[act.rung];
}

/** How many of the killed were civilians, in words that follow their number. @param {Act} act */
function civiliansOf(act) {
  const { killed, killed_civilians: civilians } = act;
  if (!civilians) return "";
  if (civilians === killed) return say(killed === 1 ? "one_civilian" : "all_civilians");
  return civilians === 1 ? say("some_civilian") : say("civilians", { killed_civilians: count(civilians) });
}

/** How many of those killed in a run are known to have been civilians. @param {number} killed @param {number} civilians */
export function knownCivilians(killed, civilians) {
  if (civilians) return say("known_civilians", { killed_civilians: count(civilians) });
  return killed ? say("no_known_civilians") : "";
}

/** A sentence for each war. @param {Record<string, number>[]} wars */
export function warsTold(wars) {
  return wars.map((war) =>
    say("war", {
      act: war.act, side_a: actorName(war.a), side_b: actorName(war.b),
      days: several(war.last_day - war.first_day + 1, words.numbers.day), killed_a: count(war.killed_a), killed_b: count(war.killed_b),
    }),
  );
}
