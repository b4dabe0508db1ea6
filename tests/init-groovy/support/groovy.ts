import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { execa } from "../../../local/execa";

/** What a script of the tests printed. */
export interface Ran {
  readonly output: string;
  /** What was logged. */
  readonly log: string;
}

// Debian's package; Jenkins embeds the same version.
const jar = "/usr/share/java/groovy-all.jar";
const standIns = join(__dirname, "../stand-ins");

/**
 * Runs a Groovy script of this folder with stand-ins for Jenkins.
 *
 * @param folder takes the compiled stand-ins: Jenkins' own classes are compiled, too
 */
export async function groovy(
  folder: string,
  script: string,
  args: readonly string[],
): Promise<Ran> {
  if (!existsSync(jar)) throw new Error(`expected ${jar} of the Debian package groovy`);
  const sources = readdirSync(standIns, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".groovy"))
    .map((file) => join(standIns, file));
  const compiler = "org.codehaus.groovy.tools.FileSystemCompiler";
  await execa("java", ["-cp", jar, compiler, "-d", folder, ...sources]);
  const { stdout, stderr } = await execa("java", [
    "-cp",
    `${jar}:${folder}`,
    "groovy.ui.GroovyMain",
    join(__dirname, script),
    ...args,
  ]);
  return { output: stdout, log: stderr };
}
