// What driving any browser has in common: the steps come as JSON on standard input, what was seen goes as JSON to standard
// output. Everything that a page writes to the console, throws, or asks the network for is noted.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const task = JSON.parse(readFileSync(0, "utf8"));
export const seen = { console: [], faults: [], requests: [], results: [] };
export const profile = mkdtempSync(join(tmpdir(), "page-"));

/** Start the browser; returns it, and the address at which it says that it listens. */
export async function start(flags, saysWhere) {
  const child = spawn(task.browser, flags, { stdio: ["ignore", "pipe", "pipe"] });
  const listening = await new Promise((resolve, reject) => {
    let said = "";
    const hear = (part) => {
      said += part;
      const found = saysWhere.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", () => reject(new Error(`the browser ended: ${said}`)));
  });
  return { child, listening };
}

/** Open the connection; returns what sends a message and waits for its answer, and what closes it. */
export async function connect(address, hear, faultOf) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("no connection to the browser")));
  });
  let last = 0;
  const waiting = new Map();
  socket.addEventListener("message", (event) => {
    const message = JSON.parse(event.data);
    if (!waiting.has(message.id)) return hear(message);
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    const fault = faultOf(message);
    return fault ? reject(new Error(fault)) : resolve(message.result);
  });
  const send = (message) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, ...message }));
    });
  return { send, close: () => socket.close() };
}

/** Note a request, but for what needs no network. */
export function noteRequest(url) {
  if (!/^(data|blob|about):/.test(url)) seen.requests.push(url);
}

export function keepPicture(path, data) {
  writeFileSync(path, Buffer.from(data, "base64"));
}

/** Open the page and do the steps by a browser's own `doing` (evaluate, press, picture, whole); `end` ends the browser. */
export async function run(doing, open, end) {
  const all = {
    ...doing,
    async until(text) {
      for (let tried = 0; tried < 1200; tried++) {
        // while a page is being loaded there may be no body yet
        if (await doing.evaluate(`document.body && (${text})`)) return true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`it never came true: ${text}`);
    },
    async tabTo(text) {
      for (let tried = 0; tried < 400; tried++) {
        await doing.press("Tab");
        if (await doing.evaluate(text)) return true;
      }
      throw new Error(`no Tab leads to: ${text}`);
    },
  };
  let failed = "";
  try {
    await open();
    for (const [name, ...rest] of task.steps) seen.results.push((await all[name](...rest)) ?? null);
  } catch (fault) {
    failed = String(fault);
  }
  await end();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.stdout.write(JSON.stringify({ ...seen, failed }));
}

/** Wait until a process has ended. */
export async function ended(child) {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.on("exit", resolve));
}
