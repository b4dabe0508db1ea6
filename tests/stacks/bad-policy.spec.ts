import { describeRefusals } from "./refusals";

const exemption = {
  rule: "restricted-pods",
  resource: "Job/home-migration",
  reason: "rsync keeps owners only as root",
};
const exempted = (changes: object) => ({
  "policy.exemptions": { migration: { ...exemption, ...changes } },
});

describeRefusals("exemptions from policies", [
  [
    "an exemption from what keeps data (P-08)",
    exempted({ rule: "data-kept" }),
    'policy.exemptions.migration.rule: expected one of "exact-images", "unprivileged-pods", "no-host-access", "restricted-pods", "resources-set", "no-secret-literals", "narrow-roles", "isolated-namespaces", "common-labels", got "data-kept"',
  ],
  [
    "an exemption of everything",
    exempted({ resource: "Job/*" }),
    'policy.exemptions.migration.resource: expected a kind and a name such as "Deployment/gentoo-*", got "Job/*"',
  ],
  [
    "an exemption of a name without its kind",
    exempted({ resource: "home-migration" }),
    'policy.exemptions.migration.resource: expected a kind and a name such as "Deployment/gentoo-*", got "home-migration"',
  ],
  [
    "an exemption without a real reason",
    exempted({ reason: "because  " }),
    'policy.exemptions.migration.reason: expected a reason of at least 10 characters, got "because  "',
  ],
  [
    "an exemption until a day that does not exist",
    exempted({ until: "2027-02-30" }),
    'policy.exemptions.migration.until: expected a day such as "2027-03-31", got "2027-02-30"',
  ],
  [
    "a privileged namespace that no cluster can have",
    { "policy.privilegedNamespaces": ["Image Builds"] },
    'policy.privilegedNamespaces[0]: expected a name of lower-case letters, digits and - (RFC 1123), got "Image Builds"',
  ],
  [
    "privileged pods beside the controller's credentials",
    { "policy.privilegedNamespaces": ["builds", "jenkins"] },
    'policy.privilegedNamespaces[1]: expected another value than jenkins.namespace, got "jenkins"; privileged pods belong where no credential of the stack is',
  ],
]);
