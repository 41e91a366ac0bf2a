/** Where the one script of a page begins: on the page it unpacks the data and starts the worker, which is itself. */
import { introduce, Page } from "./main.js";
import { serve } from "./worker.js";
import { useWords } from "./words.js";

/** A block of the page: base64 of gzip. @param {string} id @returns {Promise<Uint8Array>} */
async function unpacked(id) {
  const text = atob(document.getElementById(id)?.textContent?.trim() ?? "");
  const packed = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function startPage() {
  const [told, module, image] = await Promise.all(["content", "module", "image"].map(unpacked));
  const words = JSON.parse(new TextDecoder().decode(told));
  useWords(words);
  introduce();
  const program = document.getElementById("program")?.textContent ?? "";
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const page = new Page(new Worker(address));
  page.worker.postMessage({ kind: "load", words, module, image }, [module.buffer, image.buffer]);
}

if (typeof document === "undefined") serve(globalThis);
else
  startPage().catch((fault) => {
    const told = document.getElementById("fault");
    if (told) {
      told.textContent = `This browser cannot run the page: ${fault.message}. It needs a browser of 2023 or later.`;
      told.hidden = false;
    }
  });
