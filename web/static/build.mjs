// Bundles the desk's scripts and styles under names that change with their content.
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

// What a page links to; the rest is imported by these.
async function entries() {
  const sheets = (await readdir(join(here, "css"))).filter((name) => /^(main|noscript)\.css$/.test(name));
  const words = (await readdir(join(here, "words")).catch(() => [])).filter((name) => name.endsWith(".js"));
  const languages = words.map((name) => [`words-${basename(name, ".js")}`, `words/${name}`]);
  return { desk: "js/desk.ts", wall: "js/wall.ts", ...Object.fromEntries(languages), ...Object.fromEntries(sheets.map((name) => [basename(name, ".css"), `css/${name}`])) };
}

async function bundle() {
  await mkdir(dist, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: await entries(),
    outdir: dist,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    sourcemap: "linked",
    target: "es2022",
    format: "esm",
    loader: { ".svg": "file", ".woff2": "file" },
    metafile: true,
    logLevel: "warning",
  });
  return Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
}

function manifest(outputs) {
  return Object.fromEntries(
    outputs.map(([path]) => [basename(path).replace(/-[A-Z0-9]{8}\./, "."), basename(path)]),
  );
}

// A server that reads while we write must find either the old list or the new one.
async function publish(names) {
  const waiting = join(dist, `.manifest-${process.pid}.json`);
  await writeFile(waiting, `${JSON.stringify(names, null, 2)}\n`);
  await rename(waiting, join(dist, "manifest.json"));
}

async function sweep(names) {
  const kept = new Set(["manifest.json", ...Object.values(names).flatMap((name) => [name, `${name}.map`])]);
  const files = await readdir(dist);
  await Promise.all(files.filter((name) => !kept.has(name)).map((name) => rm(join(dist, name))));
}

const names = manifest(await bundle());
await publish(names);
await sweep(names);
console.log(Object.values(names).join("  "));
