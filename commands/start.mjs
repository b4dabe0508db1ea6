// Entry of every npm script. Plain Node without dependencies, because a fresh clone has none yet: it makes
// node_modules current, then hands over to commands/<name>.ts, or with `--then <tool> <argument>…` to a tool of
// node_modules/.bin.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
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
} else if (command !== "--then" && !existsSync(join(root, "commands", `${command}.ts`))) {
  fail(`command: expected the name of a file in commands/, got ${JSON.stringify(command)}`);
} else if (isInstalled() || (await install())) {
  process.chdir(root);
  if (command === "--then") await runTool(...args);
  else runCommand();
}

function runCommand() {
  const require = createRequire(import.meta.url);
  require(join(root, "typescript", "register.cjs"));
  process.argv.splice(1, process.argv.length - 1, join(root, "commands", `${command}.ts`), ...args);
  require(join(root, "commands", `${command}.ts`));
}

async function runTool(tool = "", ...toolArgs) {
  const executable = join(root, "node_modules", ".bin", tool);
  if (tool === "" || !existsSync(executable)) {
    fail(`--then: expected a tool of node_modules/.bin, got ${JSON.stringify(tool)}`);
    return;
  }
  const child = spawn(executable, toolArgs, { stdio: "inherit" });
  const signals = onSignal((name) => child.kill(name));
  process.exitCode = await new Promise((resolve) => {
    child.on("error", (error) => {
      fail(`${tool}: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
  signals.stop();
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
    // On the first Ctrl-C npm still unpacks everything, half a minute, only to remove it; an unfinished node_modules
    // is removed by the next npm ci anyway.
    const signals = onSignal(() => child.kill("SIGKILL"));
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    const finish = (problem) => {
      clearInterval(ticker);
      signals.stop();
      if (signals.received !== undefined) {
        const again = "the same command starts it again";
        fail(`${live ? "\n" : ""}node_modules: npm ci was interrupted; ${again}`);
        process.exitCode = 128 + constants.signals[signals.received];
      } else if (problem === undefined) {
        process.stderr.write(`${live ? "\r" : ""}node_modules: installed in ${seconds()} s\n`);
      } else {
        process.stderr.write(`${live ? "\n" : ""}${Buffer.concat(output).toString()}`);
        fail(`node_modules: ${problem}; run: npm ci --ignore-scripts`);
      }
      resolve(problem === undefined && signals.received === undefined);
    };
    child.on("error", (error) => finish(`npm did not start: ${error.message}`));
    child.on("close", (code, signal) =>
      finish(code === 0 ? undefined : `npm ci ended with ${code ?? signal}`),
    );
  });
}

/** Until stopped, a signal goes to the child that this process waits for, instead of leaving that behind. */
function onSignal(tellChild) {
  const names = ["SIGINT", "SIGTERM", "SIGHUP"];
  const pass = (name) => {
    signals.received ??= name;
    tellChild(name);
  };
  const signals = {
    received: undefined,
    stop: () => names.forEach((name) => process.off(name, pass)),
  };
  names.forEach((name) => process.on(name, pass));
  return signals;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
