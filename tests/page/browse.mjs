// Drives Chromium over its DevTools protocol.
import { connect, ended, keepPicture, noteRequest, profile, run, seen, start, task } from "./browser.mjs";

const { address, width, height } = task;
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
const { child, listening } = await start(flags, /DevTools listening on (ws:\S+)/);

function hear({ method, params }) {
  if (method === "Runtime.consoleAPICalled") seen.console.push(params.args.map((one) => one.value ?? one.description).join(" "));
  if (method === "Log.entryAdded") seen.console.push(`${params.entry.level}: ${params.entry.text}`);
  if (method === "Runtime.exceptionThrown") seen.faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  if (method === "Network.requestWillBeSent") noteRequest(params.request.url);
}

const { send, close } = await connect(listening, hear, (message) => message.error && JSON.stringify(message.error));
const { targetInfos } = await send({ method: "Target.getTargets", params: {} });
const { sessionId } = await send({
  method: "Target.attachToTarget", params: { targetId: targetInfos.find((one) => one.type === "page").targetId, flatten: true },
});
const ask = (method, params = {}) => send({ method, params, sessionId });
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
  async press(key) {
    const one = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: KEYS[key], text: key === "Enter" ? "\r" : key === " " ? " " : undefined };
    await ask("Input.dispatchKeyEvent", { type: "keyDown", ...one });
    await ask("Input.dispatchKeyEvent", { type: "keyUp", ...one });
  },
  async picture(path) {
    const { data } = await ask("Page.captureScreenshot", { format: "png" });
    keepPicture(path, data);
  },
  async whole(path) {
    const { cssContentSize: size } = await ask("Page.getLayoutMetrics");
    const { data } = await ask("Page.captureScreenshot", { captureBeyondViewport: true, clip: { x: 0, y: 0, width: size.width, height: Math.min(size.height, 12000), scale: 1 } });
    keepPicture(path, data);
  },
};

await run(doing, () => ask("Page.navigate", { url: address }), async () => {
  close();
  child.kill();
  await ended(child);
});
