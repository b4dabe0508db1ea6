// Random sequences of what happens to a stack over the years, against a model of what must be true afterwards: the data on
// the LUN byte by byte, one LUN, every snapshot that is owed and none beyond. `npm test` tries a few;
// `npm run campaign -- sequences` as many as asked for. It does not prove what a kubelet or Jenkins does with the LUN.
import * as fc from "fast-check";

import { discardPlatform } from "../engine/support/platform";
import { sequences } from "./support/actions";
import { beginning, type Model } from "./support/model";
import { World } from "./support/world";

const numberOf = (variable: string, otherwise: number): number =>
  Number(process.env[variable] ?? otherwise);

const count = numberOf("SEQUENCES_COUNT", 2);
const seed = numberOf("SEQUENCES_SEED", 1);
/** A campaign prints every sequence, and looks for the shortest one that fails; a sample ends with the first. */
const campaign = process.env["SEQUENCES_COUNT"] !== undefined;
const longest = campaign ? 8 : 4;

/** A NAS keeps 256 snapshots of a LUN, and nobody deletes here what restores have kept. */
const mostSnapshots = 60;

describe("a stack that much happens to", () => {
  let stack: { readonly model: Model; readonly world: World } | undefined;
  /** What has happened to the stack that the next sequence begins with. */
  const past: string[] = [];
  let done = 0;

  after(discardPlatform);

  it(`holds after ${count} sequences drawn with seed ${seed} (P-07, P-08, A-02, A-26)`, async () => {
    await fc.assert(
      fc.asyncProperty(sequences(longest), async (sequence) => {
        // What a sequence leaves is where the next one begins, unless it failed.
        const { model, world } = (stack ??= await fresh());
        stack = undefined;
        const started = performance.now();
        await fc
          .asyncModelRun(() => ({ model, real: world }), sequence)
          .catch((error: unknown) => {
            const before = past.length === 0 ? "nothing" : past.join("; ");
            past.length = 0;
            throw new Error(`on a stack to which had happened: ${before}`, { cause: error });
          });
        if (model.replaced.length < mostSnapshots) stack = { model, world };
        else past.length = 0;
        const seconds = Math.round((performance.now() - started) / 1000);
        // What it prints is what was carried out: an action whose time had not come is left out.
        const said: { toString(): string } = sequence;
        const text = said.toString().replace(/ ?\/\*.*\*\/$/, "");
        if (text !== "") past.push(text);
        if (campaign) process.stdout.write(`      ${++done}. ${seconds} s: ${text || "nothing"}\n`);
      }),
      { numRuns: count, seed, endOnFailure: !campaign, verbose: false },
    );
  }).timeout(count * 600_000);

  async function fresh() {
    const model = beginning();
    return { model, world: await World.make(model) };
  }
});
