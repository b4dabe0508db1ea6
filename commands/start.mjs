// Entry of every npm script. Plain Node without dependencies, because a fresh clone has none yet: it makes
// node_modules current, then hands over to commands/<name>.ts.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const oldestNode = [20, 19];

const [command = "", ...args] = process.argv.slice(2);

if (!isSupportedNode()) {
  fail(
    `node: expected ${oldestNode.join(".")} or newer, got ${JSON.stringify(process.versions.node)}; ` +
      "install a current Node.js 20, 22 or 24",
  );
} else if (!existsSync(join(root, "commands", `${command}.ts`))) {
  fail(`command: expected the name of a file in commands/, got ${JSON.stringify(command)}`);
} else if (isInstalled() || (await install())) {
  const require = createRequire(import.meta.url);
  require(join(root, "typescript", "register.cjs"));
  process.argv.splice(1, process.argv.length - 1, join(root, "commands", `${command}.ts`), ...args);
  process.chdir(root);
  require(join(root, "commands", `${command}.ts`));
}

function isSupportedNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** npm writes its hidden lock file last, so an interrupted install never looks complete. */
function isInstalled() {
  const wanted = lockedPackages(join(root, "package-lock.json"));
  const present = lockedPackages(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" || entry.optional === true || present[path]?.version === entry.version,
  );
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

function install() {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const live = process.stderr.isTTY;
  process.stderr.write(live ? "" : "node_modules: npm ci …\n");
  const ticker = setInterval(() => {
    if (live) process.stderr.write(`\rnode_modules: npm ci … ${seconds()} s`);
  }, 500);
  return new Promise((resolve) => {
    const output = [];
    const child = spawn("npm", ["ci", "--ignore-scripts", "--no-progress"], { cwd: root });
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    const finish = (problem) => {
      clearInterval(ticker);
      if (problem === undefined) {
        process.stderr.write(`${live ? "\r" : ""}node_modules: installed in ${seconds()} s\n`);
      } else {
        process.stderr.write(`${live ? "\n" : ""}${Buffer.concat(output).toString()}`);
        fail(`node_modules: ${problem}; run: npm ci --ignore-scripts`);
      }
      resolve(problem === undefined);
    };
    child.on("error", (error) => finish(`npm did not start: ${error.message}`));
    child.on("close", (code) => {
      if (code !== null) finish(code === 0 ? undefined : `npm ci ended with ${code}`);
      else finish("npm ci was interrupted");
    });
  });
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
