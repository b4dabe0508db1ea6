import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { renderedDocs } from "../stacks/reference";

/** `npm run docs`: writes the configuration reference and the JSON Schema from the schemas in stacks/. */
async function main(): Promise<void> {
  for (const { path, content } of renderedDocs()) {
    await writeFile(join(__dirname, "..", path), content);
    process.stdout.write(`${path}\n`);
  }
}

void main();
