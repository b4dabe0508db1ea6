import { describeRefusals } from "./refusals";

describeRefusals("storage settings", [
  [
    "a size in a unit Kubernetes does not have",
    { "storage.luns.jenkins.size": "200GB" },
    'storage.luns.jenkins.size: expected a Kubernetes quantity such as "200Gi", got "200GB"; did you mean "200G" or "200Gi"?',
  ],
  [
    "a size that is no whole GiB",
    { "storage.luns.jenkins.size": "200G" },
    'storage.luns.jenkins.size: expected a size in whole GiB, got "200G"; did you mean "187Gi"?',
  ],
  [
    "a size that is a number",
    { "storage.luns.jenkins.size": 200 },
    'storage.luns.jenkins.size: expected a Kubernetes quantity such as "200Gi", got 200; put quotes around it: "200"',
  ],
  [
    "an IQN that is none",
    { "storage.luns.jenkins.iqn": "jenkins" },
    'storage.luns.jenkins.iqn: expected iqn.<yyyy-mm>.<reversed-domain>[:<name>], got "jenkins"',
  ],
  [
    "two LUNs behind one target",
    {
      "storage.luns.old": {
        volume: "/volume1",
        size: "20Gi",
        iqn: "iqn.2000-01.example.nas:jenkins",
      },
    },
    'storage.luns.old.iqn: expected another value than storage.luns.jenkins.iqn, got "iqn.2000-01.example.nas:jenkins"; whoever logs in to a target sees every LUN on it',
  ],
  [
    "a mapping index as in most tutorials",
    { "storage.luns.jenkins.mappingIndex": 0 },
    "storage.luns.jenkins.mappingIndex: expected a whole number from 1 to 255, got 0",
  ],
  [
    "a filesystem the kubelet does not grow",
    { "storage.luns.jenkins.fsType": "btrfs" },
    'storage.luns.jenkins.fsType: expected one of "ext4", "xfs", got "btrfs"',
  ],
  [
    "a LUN name that DSM refuses",
    { "storage.luns.my_lun": { volume: "/volume1", size: "1Gi", iqn: "iqn.2000-01.example:b" } },
    'storage.luns.my_lun: expected a name of lower-case letters, digits and - (RFC 1123), got "my_lun"; did you mean "my-lun"?',
  ],
  [
    "a volume that is no volume of DSM",
    { "storage.luns.jenkins.volume": "volume1" },
    'storage.luns.jenkins.volume: expected a volume such as /volume1, got "volume1"',
  ],
  [
    "a home on a LUN nobody declared (A-30)",
    { "storage.homes": { restored: { lun: "clone" } } },
    'storage.homes.restored.lun: expected a LUN of storage.luns (jenkins), got "clone"',
  ],
  [
    "two homes on one LUN (A-30)",
    { "storage.homes": { restored: { lun: "jenkins" } } },
    'storage.homes.restored.lun: expected another value than jenkins.lun, got "jenkins"; a file system has one writer, a second one destroys it',
  ],
  [
    "a home beside itself (A-30)",
    {
      "storage.luns.old": { volume: "/volume1", size: "20Gi", iqn: "iqn.2000-01.example.nas:old" },
      "storage.homes": { jenkins: { lun: "old" } },
    },
    'storage.homes.jenkins: expected another claim than jenkins.claim, which is in use, got "jenkins"; to switch, exchange the two',
  ],
  [
    "a target that proves itself with the login of the nodes (A-28)",
    { "storage.luns.jenkins.mutualChapUser": "jenkins" },
    'storage.luns.jenkins.mutualChapUser: expected another value than storage.luns.jenkins.chapUser, got "jenkins"; node and NAS prove themselves with logins of their own',
  ],
  [
    "a wish to delete the data (P-08)",
    { "storage.luns.jenkins.onDestroy": "delete" },
    'storage.luns.jenkins.onDestroy: expected one of "keep", "retire", got "delete"',
  ],
  [
    "a rotation that is no number of one",
    { "storage.luns.jenkins.chapRotation": "2026-11" },
    'storage.luns.jenkins.chapRotation: expected a whole number from 0 to 1000000, got "2026-11"',
  ],
  [
    "A-04: the CHAP Secret beside the controller",
    { "storage.secretNamespace": "jenkins" },
    'storage.secretNamespace: expected another value than jenkins.namespace, got "jenkins"; a namespace is the border of what its ServiceAccounts may read',
  ],
]);
