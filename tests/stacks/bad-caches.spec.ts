import { describeRefusals } from "./refusals";

describeRefusals("caches of builds", [
  [
    "a cache that is nowhere (C-08)",
    { "jobs.caches": { m2: { size: "20Gi" } } },
    "jobs.caches.m2: expected either an export or a storageClass, got neither",
  ],
  [
    "a cache in two places",
    { "jobs.caches": { m2: { export: "/volume1/m2", storageClass: "longhorn-rwx" } } },
    "jobs.caches.m2: expected either an export or a storageClass, got both",
  ],
  [
    "two caches in one folder",
    { "jobs.caches": { m2: { export: "/volume1/c" }, npm: { export: "/volume1/c" } } },
    'jobs.caches.npm.export: expected another value than jobs.caches.m2.export, got "/volume1/c"; two tools in one folder delete each other\'s files',
  ],
  [
    "a cache whose name no claim can have",
    { "jobs.caches": { "node modules": { export: "/volume1/c" } } },
    'jobs.caches["node modules"]: expected a name of lower-case letters, digits and - (RFC 1123), got "node modules"',
  ],
]);
