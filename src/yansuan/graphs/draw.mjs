// A graph in Graphviz's language from stdin -> JSON {output, errors}, by Graphviz as WebAssembly: no network, no browser.
import { instance } from "@viz-js/viz";
import { readFileSync, writeSync } from "node:fs";

const viz = await instance();
const fontname = "sans-serif";
const { status, output, errors } = viz.render(readFileSync(0, "utf-8"), {
  format: "svg",
  graphAttributes: { bgcolor: "transparent", fontname },
  nodeAttributes: { fontname, fontsize: 12 },
  edgeAttributes: { fontname, fontsize: 11 },
});
writeSync(1, JSON.stringify({ output: status == "success" ? output : "", errors }));
