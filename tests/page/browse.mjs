// Drives Chromium over its DevTools protocol: steps as JSON on standard input, what was seen as JSON on standard output.
// Everything that a page writes to the console, throws, or asks the network for is noted.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { browser, address, width, height, steps } = JSON.parse(readFileSync(0, "utf8"));
const profile = mkdtempSync(join(tmpdir(), "page-"));
const child = spawn(browser, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
const seen = { console: [], faults: [], requests: [], results: [] };

/** The address at which the browser listens, from what it says as it starts. */
function listening() {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (part) => {
      said += part;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    child.on("exit", () => reject(new Error(`the browser ended: ${said}`)));
  });
}

const socket = new WebSocket(await listening());
await new Promise((resolve) => socket.addEventListener("open", resolve));
let last = 0;
const waiting = new Map();
socket.addEventListener("message", (event) => {
  const message = JSON.parse(event.data);
  if (message.id) {
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    return message.error ? reject(new Error(JSON.stringify(message.error))) : resolve(message.result);
  }
  const { method, params } = message;
  if (method === "Runtime.consoleAPICalled") seen.console.push(params.args.map((one) => one.value ?? one.description).join(" "));
  if (method === "Log.entryAdded") seen.console.push(`${params.entry.level}: ${params.entry.text}`);
  if (method === "Runtime.exceptionThrown") seen.faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  if (method === "Network.requestWillBeSent" && !/^(data|blob|about):/.test(params.request.url)) seen.requests.push(params.request.url);
});
const send = (method, params = {}, sessionId) =>
  new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params, sessionId }));
  });

const { targetInfos } = await send("Target.getTargets");
const { sessionId } = await send("Target.attachToTarget", { targetId: targetInfos.find((one) => one.type === "page").targetId, flatten: true });
const ask = (method, params) => send(method, params, sessionId);
for (const domain of ["Page", "Runtime", "Log", "Network"]) await ask(`${domain}.enable`);
await ask("Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 });
await ask("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 500 });

const KEYS = { Tab: 9, Enter: 13, " ": 32, ArrowRight: 39, ArrowLeft: 37, ArrowDown: 40, PageUp: 33 };
const doing = {
  async evaluate(text) {
    const { result, exceptionDetails } = await ask("Runtime.evaluate", { expression: text, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`${text}: ${exceptionDetails.exception?.description}`);
    return result.value;
  },
  async until(text) {
    for (let tried = 0; tried < 1200; tried++) {
      // while a page is being loaded there may be no body yet
      if (await doing.evaluate(`document.body && (${text})`)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it never came true: ${text}`);
  },
  async press(key) {
    const one = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: KEYS[key], text: key === "Enter" ? "\r" : key === " " ? " " : undefined };
    await ask("Input.dispatchKeyEvent", { type: "keyDown", ...one });
    await ask("Input.dispatchKeyEvent", { type: "keyUp", ...one });
  },
  async tabTo(text) {
    for (let tried = 0; tried < 400; tried++) {
      await doing.press("Tab");
      if (await doing.evaluate(text)) return true;
    }
    throw new Error(`no Tab leads to: ${text}`);
  },
  async picture(path) {
    const { data } = await ask("Page.captureScreenshot", { format: "png" });
    writeFileSync(path, Buffer.from(data, "base64"));
  },
  async whole(path) {
    const { cssContentSize: size } = await ask("Page.getLayoutMetrics");
    const { data } = await ask("Page.captureScreenshot", { captureBeyondViewport: true, clip: { x: 0, y: 0, width: size.width, height: Math.min(size.height, 12000), scale: 1 } });
    writeFileSync(path, Buffer.from(data, "base64"));
  },
};

let failed = "";
try {
  await ask("Page.navigate", { url: address });
  for (const [name, ...rest] of steps) seen.results.push((await doing[name](...rest)) ?? null);
} catch (fault) {
  failed = String(fault);
}
socket.close();
child.kill();
await new Promise((resolve) => child.on("exit", resolve));
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
process.stdout.write(JSON.stringify({ ...seen, failed }));
