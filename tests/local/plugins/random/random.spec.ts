// Talks to the plugin as the engine does, without an engine: what reaches state is the subject of
// tests/engine/plugins-command-random/.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  fromStruct,
  reveal,
  Secret,
  unknown,
  type Properties,
} from "../../../../local/plugins/rpc/values";
import { subjects } from "../support/origins";
import { PluginClient } from "../support/plugin-client";

const typeOf = (name: string): string =>
  `random:index/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;
const password = typeOf("RandomPassword");
const string = typeOf("RandomString");

for (const subject of subjects("random")) {
  describe(`random plugin (${subject.origin})`, () => {
    let folder: string;
    let plugin: PluginClient;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "jenkins-stack-"));
      plugin = await PluginClient.start(await subject.install(folder));
    });
    after(async () => {
      await plugin.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const resultOf = async (type: string, inputs: Properties): Promise<string> => {
      const { outputs } = await plugin.create(type, inputs);
      return reveal(outputs["result"]!) as string;
    };

    it("answers the version of the SDK package", async () => {
      assert.equal((await plugin.version()).replace(/^v/, ""), "4.21.1");
    });

    describe("RandomPassword", () => {
      it("has a secret result, and an id that says nothing about it", async () => {
        const { id, outputs } = await plugin.create(password, { length: 20 });
        assert.equal(id, "none");
        assert.ok(outputs["result"] instanceof Secret);
        assert.equal((outputs["result"].value as string).length, 20);
      });

      it("writes every default into its outputs", async () => {
        const { outputs } = await plugin.create(password, { length: 8 });
        const drawn = ["result", "bcryptHash", "id"];
        const rest = Object.entries(outputs).filter(([name]) => !drawn.includes(name));
        assert.deepEqual(Object.fromEntries(rest), {
          length: 8,
          lower: true,
          minLower: 0,
          minNumeric: 0,
          minSpecial: 0,
          minUpper: 0,
          number: true,
          numeric: true,
          special: true,
          upper: true,
        });
      });

      it("is unknown in a preview, and still a secret", async () => {
        const { outputs } = await plugin.create(password, { length: 8 }, { preview: true });
        assert.equal(reveal(outputs["result"]!), unknown);
        assert.equal(outputs["length"], 8);
      });

      it("draws another value each time", async () => {
        const drawn = await Promise.all([1, 2, 3].map(() => resultOf(password, { length: 24 })));
        assert.equal(new Set(drawn).size, 3);
      });

      it("is imported by value", async () => {
        const response = await plugin.read(password, "swordfish");
        const { result, length } = fromStruct(response.getProperties());
        assert.equal(response.getId(), "none");
        assert.deepEqual(result, new Secret("swordfish"));
        assert.equal(length, 9);
      });

      it("keeps its state on a refresh", async () => {
        const { outputs } = await plugin.create(password, { length: 8 });
        const response = await plugin.read(password, "none", outputs);
        assert.deepEqual(fromStruct(response.getProperties()), outputs);
      });
    });

    describe("characters", () => {
      const only = { lower: false, upper: false, numeric: false, special: false };
      const cases: readonly [string, Properties, RegExp][] = [
        ["lower", { ...only, lower: true }, /^[a-z]{40}$/],
        ["upper", { ...only, upper: true }, /^[A-Z]{40}$/],
        ["numeric", { ...only, numeric: true }, /^[0-9]{40}$/],
        ["number, its former name", { ...only, numeric: null, number: true }, /^[0-9]{40}$/],
        ["special", { ...only, special: true }, /^[!@#$%&*()\-_=+[\]{}<>:?]{40}$/],
        ["overrideSpecial", { ...only, special: true, overrideSpecial: "~^" }, /^[~^]{40}$/],
        ["all but special", { special: false }, /^[A-Za-z0-9]{40}$/],
      ];
      for (const [name, inputs, pattern] of cases) {
        it(`come from ${name}`, async () => {
          assert.match(await resultOf(string, { length: 40, ...inputs }), pattern);
        });
      }

      it("hold at least the minimum of each sort", async () => {
        const inputs = { length: 10, minLower: 1, minUpper: 2, minNumeric: 3, minSpecial: 4 };
        const result = await resultOf(string, inputs);
        const count = (pattern: RegExp): number => result.match(pattern)?.length ?? 0;
        assert.deepEqual(
          [count(/[a-z]/g), count(/[A-Z]/g), count(/[0-9]/g), count(/[^A-Za-z0-9]/g)],
          [1, 2, 3, 4],
        );
      });
    });

    it("draws RandomString with the result as id and no secret", async () => {
      const { id, outputs } = await plugin.create(string, { length: 12 });
      assert.equal(outputs["result"], id);
    });

    it("draws RandomId in four notations behind the prefix", async () => {
      const { id, outputs } = await plugin.create(typeOf("RandomId"), {
        byteLength: 6,
        prefix: "p-",
      });
      const bytes = Buffer.from(id, "base64url");
      assert.equal(bytes.length, 6);
      assert.equal(outputs["hex"], `p-${bytes.toString("hex")}`);
      assert.equal(outputs["b64Std"], `p-${bytes.toString("base64")}`);
      assert.equal(outputs["b64Url"], `p-${id}`);
      assert.equal(outputs["dec"], `p-${bytes.readUIntBE(0, 6)}`);
    });

    it("draws RandomInteger between both ends, both included", async () => {
      const draws = await Promise.all(
        Array.from({ length: 60 }, () =>
          plugin.create(typeOf("RandomInteger"), { min: 1, max: 3 }),
        ),
      );
      const results = new Set(draws.map(({ outputs }) => outputs["result"]));
      assert.deepEqual([...results].sort(), [1, 2, 3]);
    });

    it("draws RandomUuid of version 4 with the result as id", async () => {
      const { id, outputs } = await plugin.create(typeOf("RandomUuid"), {});
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(outputs["result"], id);
    });

    it("draws RandomBytes as secrets", async () => {
      const { outputs } = await plugin.create(typeOf("RandomBytes"), { length: 5 });
      const { base64, hex } = reveal(outputs) as Record<string, string>;
      assert.equal(Buffer.from(base64!, "base64").toString("hex"), hex);
      assert.equal(hex!.length, 10);
      assert.ok(outputs["base64"] instanceof Secret && outputs["hex"] instanceof Secret);
    });

    it("draws RandomShuffle as an order of its inputs", async () => {
      const inputs = ["a", "b", "c", "d"];
      const { outputs } = await plugin.create(typeOf("RandomShuffle"), { inputs });
      assert.deepEqual([...(outputs["results"] as string[])].sort(), inputs);
      const more = await plugin.create(typeOf("RandomShuffle"), { inputs, resultCount: 6 });
      assert.equal((more.outputs["results"] as string[]).length, 6);
    });

    describe("diff", () => {
      let olds: Properties;
      before(async () => {
        olds = (await plugin.create(string, { length: 8, keepers: { lun: "1" } })).outputs;
      });
      const diff = (news: Properties) => plugin.diff(string, olds, {}, news);

      it("finds no change in equal inputs, nor in a default that is written out", async () => {
        const news = { length: 8, keepers: { lun: "1" }, upper: true, minLower: 0, numeric: true };
        assert.equal((await diff(news)).changed, false);
      });

      const changes: Readonly<Record<string, Properties>> = {
        keepers: { length: 8, keepers: { lun: "2" } },
        length: { length: 9, keepers: { lun: "1" } },
        special: { length: 8, keepers: { lun: "1" }, special: false },
      };
      for (const [name, news] of Object.entries(changes)) {
        it(`replaces for a change of ${name}`, async () => {
          const { changed, replaces } = await diff(news);
          assert.equal(changed, true);
          assert.ok(
            replaces.some((path) => path.startsWith(name)),
            JSON.stringify(replaces),
          );
        });
      }

      it("replaces for an unknown input", async () => {
        assert.notDeepEqual((await diff({ length: 8, keepers: { lun: unknown } })).replaces, []);
      });
    });
  });
}
