import { describeRefusals } from "./refusals";

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
    "one folder for both Gentoo volumes",
    { "gentoo.binaryPackages.export": "/volume1/gentoo-repos" },
    'gentoo.binaryPackages.export: expected another value than gentoo.repository.export, got "/volume1/gentoo-repos"; an update of the repository deletes what it does not know',
  ],
]);
