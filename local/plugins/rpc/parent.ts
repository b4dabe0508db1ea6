import { fstatSync } from "node:fs";

/** How often a plugin looks whether its engine still lives, in milliseconds. */
const pollMilliseconds = 500;

/**
 * Ends this process when the engine that started it is gone.
 *
 * An engine that is killed cannot end its plugins, and a plugin left behind would keep working on a
 * deployment nobody records. The engine holds the writing end of the plugin's standard input, so its death
 * is an end of file there; where standard input is no pipe, a changed parent process tells the same.
 * Processes that the plugin started keep running, as they do with the official plugins.
 */
export function exitWithParent(): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, pollMilliseconds);
  timer.unref();

  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  const exit = (): void => {
    process.exit(0);
  };
  process.stdin.on("end", exit).on("close", exit).on("error", exit).resume();
}
