import { describeRefusals } from "./refusals";

const classVolume = { storageClass: "longhorn-rwx" };
const share = {
  image: "docker.io/gentoo/stage3:nomultilib-20260824",
  networks: ["fd5c:1a8:7e2b::/48"],
};

describeRefusals("Gentoo settings", [
  [
    "a stage3 without its date",
    { "gentoo.image": "docker.io/gentoo/stage3:amd64-openrc" },
    'gentoo.image: expected an image with a dated tag such as "nomultilib-20260824", or a digest, got "docker.io/gentoo/stage3:amd64-openrc"; a moving tag would change the software on every pod restart',
  ],
  [
    "a Gentoo volume with too few inodes",
    { "gentoo.repository.size": "4Gi" },
    'gentoo.repository.size: expected at least 8Gi, got "4Gi"; a smaller ext4 runs out of inodes before it runs out of bytes',
  ],
  [
    "a volume of a class with too few inodes",
    { "gentoo.repository": { ...classVolume, size: "2Gi" } },
    'gentoo.repository.size: expected at least 8Gi, got "2Gi"; a smaller ext4 runs out of inodes before it runs out of bytes',
  ],
  [
    "A-64: an update before the day's snapshot",
    { "gentoo.schedule": "10 1 * * *" },
    'gentoo.schedule: expected a time after 01:30 UTC, got "10 1 * * *"; the day\'s snapshot is not on the mirrors before',
  ],
  [
    "A-64: an update every hour",
    { "gentoo.schedule": "47 * * * *" },
    'gentoo.schedule: expected a schedule that fires at most once a day, got "47 * * * *"; Gentoo\'s mirrors ban addresses that sync more often',
  ],
  [
    "a schedule whose hour is hidden",
    { "gentoo.schedule": "@daily" },
    'gentoo.schedule: expected a schedule of five fields such as "47 3 * * *", got "@daily"',
  ],
  [
    "a prune while the repository is updated",
    { "gentoo.schedule": "47 3 * * *", "gentoo.prune": { schedule: "30 4 * * 0" } },
    'gentoo.prune.schedule: expected an hour\'s distance from the update of the repository, got "30 4 * * 0"; it is updated at "47 3 * * *", and either job may run for an hour',
  ],
  [
    "a prune that is not over when the repository is updated after midnight",
    { "gentoo.schedule": "31 1 * * *", "gentoo.prune": { schedule: "40 0 * * *" } },
    'gentoo.prune.schedule: expected an hour\'s distance from the update of the repository, got "40 0 * * *"; it is updated at "31 1 * * *", and either job may run for an hour',
  ],
  [
    "a prune in the hours from which the stack chooses the update's",
    { "gentoo.prune": { schedule: "30 6 * * *" } },
    'gentoo.prune.schedule: expected an hour\'s distance from the update of the repository, got "30 6 * * *"; it is updated between 02:00 and 05:59 UTC, and either job may run for an hour',
  ],
  [
    "a prune that keeps no package",
    { "gentoo.prune": { keepNewest: 0 } },
    "gentoo.prune.keepNewest: expected a whole number from 1 to 100, got 0",
  ],
  [
    "one folder for both Gentoo volumes",
    { "gentoo.binaryPackages.export": "/volume1/gentoo-repos" },
    'gentoo.binaryPackages.export: expected another value than gentoo.repository.export, got "/volume1/gentoo-repos"; an update of the repository deletes what it does not know',
  ],
  [
    "distfiles in the folder of the binary packages",
    { "gentoo.distfiles": { export: "/volume1/gentoo-binpkgs" } },
    'gentoo.distfiles.export: expected another value than gentoo.binaryPackages.export, got "/volume1/gentoo-binpkgs"; an update of the repository deletes what it does not know',
  ],
  [
    "a volume that is nowhere",
    { "gentoo.repository": {} },
    "gentoo.repository: expected either an export or a storageClass, got neither",
  ],
  [
    "a volume that is in two places",
    { "gentoo.binaryPackages.storageClass": "longhorn-rwx" },
    "gentoo.binaryPackages: expected either an export or a storageClass, got both",
  ],
  [
    "A-68: a volume of one node for pods on several",
    { "gentoo.distfiles": { ...classVolume, accessMode: "ReadWriteOnce" } },
    'gentoo.distfiles.accessMode: expected ReadWriteMany, got "ReadWriteOnce"; builds and jobs on other nodes would wait for the volume for ever; set gentoo.node to keep all of them on one',
  ],
  [
    "an access mode for what the NAS exports",
    { "gentoo.repository.accessMode": "ReadWriteMany" },
    'gentoo.repository.accessMode: expected none with an export, got "ReadWriteMany"; every node mounts what the NAS exports',
  ],
  [
    "a fill from an image that is not named",
    { "gentoo.fill": "image" },
    "gentoo.portageImage: expected the image that the repository is filled from, got nothing",
  ],
  [
    "an image that nothing is filled from",
    { "gentoo.portageImage": "docker.io/gentoo/portage:20260824" },
    'gentoo.portageImage: expected none with the fill webrsync, got "docker.io/gentoo/portage:20260824"; set gentoo.fill to image',
  ],
  [
    "A-68: a whole SELinux label",
    { "gentoo.seLinuxLevel": "system_u:object_r:container_file_t:s0:c1,c2" },
    'gentoo.seLinuxLevel: expected an SELinux level such as "s0:c35,c75", got "system_u:object_r:container_file_t:s0:c1,c2"; the level alone: did you mean "s0:c1,c2"?',
  ],
  [
    "A-67: a daemon of any version",
    { "gentoo.rsync": { ...share, image: "docker.io/library/rsync:latest" } },
    'gentoo.rsync.image: expected an image with its registry and an exact tag or digest, got "docker.io/library/rsync:latest"; a moving tag would change the software on every pod restart',
  ],
  [
    "A-67: a daemon that nobody may ask",
    { "gentoo.rsync": { ...share, networks: [] } },
    "gentoo.rsync.networks: expected a list of at least 1, got a list",
  ],
  [
    "A-67: a daemon that everybody may ask",
    { "gentoo.rsync": { ...share, networks: ["fd00::/8", "0.0.0.0/0"] } },
    'gentoo.rsync.networks[1]: expected the networks of one\'s own machines, got "0.0.0.0/0"; rsync speaks in the clear',
  ],
  [
    "A-67: a network that is an address",
    { "gentoo.rsync": { ...share, networks: ["fd5c:1a8:7e2b::1"] } },
    'gentoo.rsync.networks[0]: expected a network such as 10.0.0.0/8 or fd00::/8, got "fd5c:1a8:7e2b::1"; did you mean "fd5c:1a8:7e2b::1/128"?',
  ],
  [
    "a fixed address without a load balancer",
    { "gentoo.rsync": { ...share, address: "fd5c:1a8:7e2b:20::73" } },
    'gentoo.rsync.address: expected none with this type of Service, got "fd5c:1a8:7e2b:20::73"; set gentoo.rsync.service to LoadBalancer',
  ],
  [
    "a parameter of the daemon's own",
    { "gentoo.rsync": { ...share, "read only": false } },
    'gentoo.rsync["read only"]: unknown setting; known here: image, networks, service, address, host, password, maxConnections, timeoutSeconds',
  ],
]);
