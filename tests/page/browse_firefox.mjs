// Drives Firefox over WebDriver BiDi, the same steps as `browse.mjs` as far as both know them.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { browser, address, width, height, steps } = JSON.parse(readFileSync(0, "utf8"));
const profile = mkdtempSync(join(tmpdir(), "page-"));
writeFileSync(join(profile, "user.js"), ['user_pref("app.update.enabled", false);', 'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("network.captive-portal-service.enabled", false);', 'user_pref("network.connectivity-service.enabled", false);',
  'user_pref("services.settings.server", "data:,");', 'user_pref("browser.safebrowsing.downloads.remote.enabled", false);', ""].join("\n"));
const child = spawn(browser, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "about:blank"], { stdio: ["ignore", "pipe", "pipe"] });
const seen = { console: [], faults: [], requests: [], results: [] };

/** The address at which the browser listens, from what it says as it starts. */
function listening() {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (part) => {
      said += part;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", () => reject(new Error(`the browser ended: ${said}`)));
  });
}

const socket = new WebSocket(`${await listening()}/session`);
await new Promise((resolve, reject) => {
  socket.addEventListener("open", resolve);
  socket.addEventListener("error", () => reject(new Error("no connection to the browser")));
});
let last = 0;
const waiting = new Map();
socket.addEventListener("message", (event) => {
  const message = JSON.parse(event.data);
  if (message.id !== undefined && message.id !== null) {
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    return message.type === "error" ? reject(new Error(`${message.error}: ${message.message}`)) : resolve(message.result);
  }
  if (message.method === "log.entryAdded") {
    const { level, text, type } = message.params;
    (type === "javascript" && level === "error" ? seen.faults : seen.console).push(`${level}: ${text}`);
  }
  if (message.method === "network.beforeRequestSent" && !/^(data|blob|about):/.test(message.params.request.url)) seen.requests.push(message.params.request.url);
});
const ask = (method, params = {}) =>
  new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params }));
  });

await ask("session.new", { capabilities: {} });
const { contexts } = await ask("browsingContext.getTree");
const { context } = contexts[0];
await ask("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent"] });
await ask("browsingContext.setViewport", { context, viewport: { width, height } });

const KEYS = { Tab: "\uE004", Enter: "\uE006", " ": " ", ArrowRight: "\uE014", ArrowLeft: "\uE012", ArrowDown: "\uE015", PageUp: "\uE00E" };
const doing = {
  async evaluate(text) {
    const wrapped = `Promise.resolve(${text}).then((found) => JSON.stringify(found ?? null))`;
    const found = await ask("script.evaluate", { expression: wrapped, target: { context }, awaitPromise: true, userActivation: true });
    if (found.type === "exception") throw new Error(`${text}: ${found.exceptionDetails.text}`);
    return JSON.parse(found.result.value);
  },
  async until(text) {
    for (let tried = 0; tried < 1200; tried++) {
      if (await doing.evaluate(`document.body && (${text})`)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it never came true: ${text}`);
  },
  async press(key) {
    const value = KEYS[key] ?? key;
    await ask("input.performActions", { context, actions: [{ type: "key", id: "keys", actions: [{ type: "keyDown", value }, { type: "keyUp", value }] }] });
  },
  async tabTo(text) {
    for (let tried = 0; tried < 400; tried++) {
      await doing.press("Tab");
      if (await doing.evaluate(text)) return true;
    }
    throw new Error(`no Tab leads to: ${text}`);
  },
  async picture(path) {
    const { data } = await ask("browsingContext.captureScreenshot", { context });
    writeFileSync(path, Buffer.from(data, "base64"));
  },
};
doing.whole = doing.picture;

let failed = "";
try {
  await ask("browsingContext.navigate", { context, url: address, wait: "complete" });
  for (const [name, ...rest] of steps) seen.results.push((await doing[name](...rest)) ?? null);
} catch (fault) {
  failed = String(fault);
}
await ask("browser.close").catch(() => child.kill());
await new Promise((resolve) => (child.exitCode === null ? child.on("exit", resolve) : resolve()));
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
process.stdout.write(JSON.stringify({ ...seen, failed }));
