import { hermeticPreview } from "../../../preview/hermetic";

// Runs as a process of its own, which the environment of the tests does not reach.
const [root = "", stack = "", base = ""] = process.argv.slice(2);
void hermeticPreview({ root, stack, base }).then((preview) => {
  process.stdout.write(JSON.stringify(preview));
});
