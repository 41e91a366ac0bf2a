// Drives Firefox over WebDriver BiDi.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, ended, keepPicture, noteRequest, profile, run, seen, start, task } from "./browser.mjs";

const { address, width, height } = task;
writeFileSync(join(profile, "user.js"), ['user_pref("app.update.enabled", false);', 'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("network.captive-portal-service.enabled", false);', 'user_pref("network.connectivity-service.enabled", false);',
  'user_pref("services.settings.server", "data:,");', 'user_pref("browser.safebrowsing.downloads.remote.enabled", false);', ""].join("\n"));
const flags = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "about:blank"];
const { child, listening } = await start(flags, /WebDriver BiDi listening on (ws:\S+)/);

function hear({ method, params }) {
  if (method === "log.entryAdded") (params.type === "javascript" && params.level === "error" ? seen.faults : seen.console).push(`${params.level}: ${params.text}`);
  if (method === "network.beforeRequestSent") noteRequest(params.request.url);
}

const { send } = await connect(`${listening}/session`, hear, (message) => message.type === "error" && `${message.error}: ${message.message}`);
const ask = (method, params = {}) => send({ method, params });
await ask("session.new", { capabilities: {} });
const { contexts } = await ask("browsingContext.getTree");
const { context } = contexts[0];
await ask("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent"] });
await ask("browsingContext.setViewport", { context, viewport: { width, height } });

/** A number, a text, a truth or a list of them, from how the protocol writes values. */
const plain = ({ type, value }) => (type === "array" ? value.map(plain) : value ?? null);

const KEYS = { Tab: "\uE004", Enter: "\uE006", " ": " ", ArrowRight: "\uE014", ArrowLeft: "\uE012", ArrowDown: "\uE015", PageUp: "\uE00E" };
const doing = {
  async evaluate(text) {
    const found = await ask("script.evaluate", { expression: text, target: { context }, awaitPromise: true, userActivation: true });
    if (found.type === "exception") throw new Error(`${text}: ${found.exceptionDetails.text}`);
    return plain(found.result);
  },
  async press(key) {
    const value = KEYS[key] ?? key;
    await ask("input.performActions", { context, actions: [{ type: "key", id: "keys", actions: [{ type: "keyDown", value }, { type: "keyUp", value }] }] });
  },
  async picture(path) {
    const { data } = await ask("browsingContext.captureScreenshot", { context });
    keepPicture(path, data);
  },
};
doing.whole = doing.picture;

await run(doing, () => ask("browsingContext.navigate", { context, url: address, wait: "complete" }), async () => {
  await ask("browser.close").catch(() => child.kill());
  await ended(child);
});
