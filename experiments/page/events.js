// Scripted events that are taken out: their rows are left out, and what only events use is numbered again.

import { EngineError } from "./image.js";

/** @typedef {import("./image.js").Header} Header */

/**
 * The rows of the events that are to be taken out: those whose value is null.
 * @param {Header} header
 * @param {Record<string, number | null>} values by path
 * @returns {Set<number>}
 * @throws {EngineError} there is no such event, or it has to stay
 */
export function takenOut(header, values) {
  const { paths, kept } = header.events;
  const gone = new Set();
  for (const [path, value] of Object.entries(values)) {
    if (value !== null) continue;
    const row = paths.indexOf(path);
    if (row < 0) throw new EngineError(`${path}: there is no such event here`);
    if (Object.hasOwn(kept, path)) throw new EngineError(`${path}: ${kept[path]}`);
    gone.add(row);
  }
  return gone;
}

/**
 * Leave rows of events out of the tables of every world, and the locations that no other event needs.
 * @param {Header} header
 * @param {Set<number>} gone
 * @param {DataView} tables
 * @returns {Header["locations"]} territory and host of the locations that there are then, by world
 */
export function leaveOut(header, gone, tables) {
  if (!gone.size) return header.locations;
  return header.worlds.map(({ record }, world) => {
    const { events, locations } = header.events.tables[world];
    const spots = withoutEvents(header, gone, tables, record, events);
    const { sizes, fields, steady } = header.events;
    moveRows(tables, locations + steady * sizes.locations, sizes.locations, spots.map((spot) => spot - steady));
    put(tables, record + fields.n_locations, steady + spots.length);
    const all = [...Array(steady).keys(), ...spots], { territory, host } = header.locations[world];
    return { territory: all.map((spot) => territory[spot]), host: all.map((spot) => host[spot]) };
  });
}

/**
 * Close up the rows of events; returns the locations that only those that are left use, in their new order.
 * @param {Header} header
 * @param {Set<number>} gone
 * @param {DataView} tables
 * @param {number} record
 * @param {number} place of the table
 */
function withoutEvents(header, gone, tables, record, place) {
  const { sizes, fields, steady, paths } = header.events;
  const left = paths.map((_, row) => row).filter((row) => !gone.has(row));
  moveRows(tables, place, sizes.events, left);
  put(tables, record + fields.n_events, left.length);
  /** @type {number[]} */
  const spots = [];
  left.forEach((_, row) => {
    const at = place + row * sizes.events, answers = get(tables, at + fields.answers), spot = get(tables, at + fields.location);
    if (answers >= 0) put(tables, at + fields.answers, left.indexOf(answers));
    if (spot < steady) return;
    if (!spots.includes(spot)) spots.push(spot);
    put(tables, at + fields.location, steady + spots.indexOf(spot));
  });
  return spots;
}

/**
 * Put copies of some rows of a table at its beginning.
 * @param {DataView} tables
 * @param {number} place of the table
 * @param {number} size of a row
 * @param {number[]} rows
 */
function moveRows(tables, place, size, rows) {
  const bytes = new Uint8Array(tables.buffer, tables.byteOffset + place);
  const copies = rows.map((row) => bytes.slice(row * size, (row + 1) * size));
  copies.forEach((copy, row) => bytes.set(copy, row * size));
}

/** @param {DataView} tables @param {number} place */
function get(tables, place) {
  return Number(tables.getBigInt64(place, true));
}

/** @param {DataView} tables @param {number} place @param {number} value */
function put(tables, place, value) {
  tables.setBigInt64(place, BigInt(value), true);
}
