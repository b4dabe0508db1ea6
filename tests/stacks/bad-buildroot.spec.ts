import { describeRefusals } from "./refusals";

const image = "registry.example/ci/buildroot:2026.8.1";
const buildroot = { image, volume: { storageClass: "local-path", size: "100Gi" } };
const lun = { volume: "/volume1", size: "100Gi", iqn: "iqn.2000-01.example.nas:buildroot" };

describeRefusals("Buildroot settings", [
  [
    "an image that moves",
    { buildroot: { ...buildroot, image: "registry.example/ci/buildroot:latest" } },
    'buildroot.image: expected an image with its registry and an exact tag or digest, got "registry.example/ci/buildroot:latest"; a moving tag would change the software on every pod restart',
  ],
  [
    "a volume from nowhere",
    { buildroot: { image, volume: {} } },
    "buildroot.volume: expected either a LUN or a storage class, got neither",
  ],
  [
    "a volume from two places",
    {
      "storage.luns.buildroot": lun,
      buildroot: { image, volume: { lun: "buildroot", storageClass: "local-path", size: "100Gi" } },
    },
    "buildroot.volume: expected either a LUN or a storage class, got both",
  ],
  [
    "a second size of a LUN",
    {
      "storage.luns.buildroot": lun,
      buildroot: { image, volume: { lun: "buildroot", size: "100Gi" } },
    },
    'buildroot.volume.size: expected no size beside a LUN, got "100Gi"; set storage.luns.buildroot.size',
  ],
  [
    "a storage class without a size",
    { buildroot: { ...buildroot, workspaces: { aimee: { storageClass: "local-path" } } } },
    "buildroot.workspaces.aimee.size: expected the size of the volume of the storage class, got nothing",
  ],
  [
    "a volume that one build fills",
    { buildroot: { ...buildroot, volume: { storageClass: "local-path", size: "20Gi" } } },
    'buildroot.volume.size: expected at least 40Gi, got "20Gi"; the output of one configuration takes 20 to 60 GiB',
  ],
  [
    "a LUN nobody declared",
    { buildroot: { image, volume: { lun: "buildrot" } } },
    'buildroot.volume.lun: expected a LUN of storage.luns (jenkins), got "buildrot"',
  ],
  [
    "A-61: the LUN of the Jenkins home",
    { buildroot: { image, volume: { lun: "jenkins" } }, "buildroot.compilerCacheSize": "1Gi" },
    'buildroot.volume.lun: expected another value than jenkins.lun, got "jenkins"; a file system has one writer, a second one destroys it',
  ],
  [
    "A-61: one LUN for two workspaces",
    {
      "storage.luns.buildroot": lun,
      buildroot: { ...buildroot, workspaces: { a: { lun: "buildroot" }, b: { lun: "buildroot" } } },
    },
    'buildroot.workspaces.b.lun: expected another value than buildroot.workspaces.a.lun, got "buildroot"; a file system has one writer, a second one destroys it',
  ],
  [
    "a compiler's cache that fills the volume",
    { buildroot: { ...buildroot, compilerCacheSize: "80Gi" } },
    'buildroot.compilerCacheSize: expected at most half of every volume, got "80Gi"',
  ],
  [
    "A-68: a whole SELinux label",
    { buildroot: { ...buildroot, seLinuxLevel: "system_u:object_r:container_file_t:s0:c1,c2" } },
    'buildroot.seLinuxLevel: expected an SELinux level such as "s0:c35,c75", got "system_u:object_r:container_file_t:s0:c1,c2"; the level alone: did you mean "s0:c1,c2"?',
  ],
  [
    "A-69: another agent with its label",
    { buildroot, "agents.templates": { big: { labels: ["big", "buildroot"] } } },
    'agents.templates.big.labels[1]: expected another label than that of an agent of the section buildroot, got "buildroot"; its builds would run without the volume',
  ],
  [
    "A-69: another agent of its name",
    {
      buildroot: { ...buildroot, workspaces: { aimee: { storageClass: "fast", size: "60Gi" } } },
      "agents.templates": { "buildroot-aimee": { labels: ["aimee"] } },
    },
    'agents.templates.buildroot-aimee: expected another name than that of an agent of the section buildroot, got "buildroot-aimee"',
  ],
  [
    "a container that asks for more than it may have",
    { buildroot: { ...buildroot, resources: { memoryRequest: "32Gi" } } },
    'buildroot.resources.memoryRequest: expected at most the limit 16Gi, got "32Gi"',
  ],
  [
    "a setting that is misspelt",
    { buildroot: { ...buildroot, lockWaitSecond: 60 } },
    "buildroot.lockWaitSecond: unknown setting; did you mean buildroot.lockWaitSeconds?",
  ],
]);
