// What the kubernetes plugin does, against a real API server. Every origin at hand runs the same table, so
// that the offline plugin is measured by the official one wherever that is installed.
import { subjects } from "../../local/plugins/support/origins";
import { awaiting } from "./behaviours/awaiting";
import { creating } from "./behaviours/creating";
import { deleting } from "./behaviours/deleting";
import { deploying } from "./behaviours/deploying";
import { living } from "./behaviours/living";
import { naming } from "./behaviours/naming";
import { patching } from "./behaviours/patching";
import { previewing } from "./behaviours/previewing";
import { reading } from "./behaviours/reading";
import { replacing } from "./behaviours/replacing";
import { secrecy } from "./behaviours/secrecy";
import { unreachable } from "./behaviours/unreachable";
import { updating } from "./behaviours/updating";
import { discardPlatform } from "../support/platform";
import { TestCluster } from "./support";
import { World } from "./world";

describe("kubernetes plugin", function () {
  this.timeout(120_000);
  let cluster: TestCluster;
  before(async () => {
    cluster = await TestCluster.start();
  });
  // Suites after this one have no use for the shared platform, which costs something as long as it is there.
  after(discardPlatform);

  for (const subject of subjects("kubernetes")) {
    describe(subject.origin, () => {
      const world = new World(subject);
      before(() => world.begin(cluster));
      after(() => world.end());

      const behaviours = { naming, previewing, creating, updating, replacing, patching, reading };
      const rest = { awaiting, deleting, secrecy, unreachable, deploying, living };
      for (const [name, define] of Object.entries({ ...behaviours, ...rest })) {
        describe(name, () => {
          define(world);
        });
      }
    });
  }
});
