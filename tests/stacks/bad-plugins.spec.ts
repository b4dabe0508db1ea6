import assert from "node:assert/strict";

import { changed, reading } from "./good-settings";
import { describeRefusals } from "./refusals";

describeRefusals("plugin settings", [
  [
    "a source nobody knows",
    { "plugins.source": "internet" },
    'plugins.source: expected one of "lock", "image", got "internet"',
  ],
  [
    "B-04: a plugin that is not locked",
    { "plugins.extra": ["swarm", "ansible"] },
    'plugins.extra[1]: expected a plugin of the lock file, got "ansible"; add it with: npm run plugins -- update --plugin ansible',
  ],
  [
    "B-04: a plugin with a version of its own",
    { "plugins.extra": ["swarm:1258"] },
    'plugins.extra[0]: expected the id of a plugin such as workflow-aggregator, got "swarm:1258"; its version is in the lock file',
  ],
  [
    "a plugin that is named twice",
    { "plugins.extra": ["swarm", "swarm"] },
    'plugins.extra[1]: expected a plugin that is not in the list yet, got "swarm"',
  ],
  [
    "plugins in one text",
    { "plugins.extra": "swarm" },
    'plugins.extra: expected a list of plugins, got "swarm"',
  ],
  [
    "C-02: a plugin beside those of the image",
    { "plugins.source": "image", "plugins.extra": ["swarm"] },
    'plugins.extra[0]: expected no plugin beside those of the image, got "swarm"; bake it into the image, or set plugins.source to lock',
  ],
  [
    "C-02: a mirror where nothing is downloaded",
    { "plugins.source": "image", "plugins.updateCentre.url": "https://mirror.example/" },
    "plugins.updateCentre: expected no mirror where the plugins are those of the image, got an object",
  ],
  [
    "C-03: a mirror without encryption",
    { "plugins.updateCentre.downloads": "http://mirror.example/plugins" },
    'plugins.updateCentre.downloads: expected https://<host>[:<port>]/[<path>], got "http://mirror.example/plugins"; what arrives over http may have been changed',
  ],
  [
    "C-03: a mirror with a password in its address",
    { "plugins.updateCentre.url": "https://robot:mirror-secret-value@mirror.example/" },
    "plugins.updateCentre.url: expected https://<host>[:<port>]/[<path>] without a user or password in it, got one with them; an address is shown in previews and logs",
  ],
  [
    "a misspelt mirror",
    { "plugins.updateCenter": { url: "https://mirror.example/" } },
    "plugins.updateCenter: unknown setting; did you mean plugins.updateCentre?",
  ],
  [
    "B-04: a Jenkins that is older than the lock",
    { "jenkins.image": "docker.io/jenkins/jenkins:2.568.2-jdk21" },
    'jenkins.image: expected Jenkins 2.580.1 or newer, for which the plugins were locked, got "docker.io/jenkins/jenkins:2.568.2-jdk21"; check out the lock file of that version with it',
  ],
]);

describe("readSections, given an image with plugins in it", () => {
  it("accepts a Jenkins that is older than the lock, which plays no part (C-02)", () => {
    const image = "registry.example/jenkins:2.568.2-jdk21";
    const { problems } = reading(changed({ "plugins.source": "image", "jenkins.image": image }));
    assert.deepEqual(problems, []);
  });
});
