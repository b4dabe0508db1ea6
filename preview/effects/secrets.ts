import { byField, interrupts, isIn, objectName, review, safe, text, type Rule } from "./effect";

/** A Secret: judged by its type and by who made it. */
export const secretObject: Rule = (step) => {
  const type = text(step.after ?? step.before, "type");
  if (type === "kubernetes.io/iscsi-chap") return chap(step, { steps: [] });
  if (isIn(step, "JenkinsCredentials")) return credential(step, { steps: [] });
  if (type === "kubernetes.io/dockerconfigjson") return pullSecret(step, { steps: [] });
  const reader = isIn(step, "JenkinsController")
    ? "Jenkins"
    : isIn(step, "RsyncShare")
      ? "the rsync daemon"
      : undefined;
  if (reader === undefined) return undefined;
  return [
    step.operation === "delete"
      ? safe(`${reader} needs it no longer`)
      : safe(`${reader} reads it at its start`),
  ];
};

/** What nodes log in to the NAS with. */
const chap: Rule = (step) => {
  if (step.operation === "create") return [safe("nodes log in to the LUN with it")];
  if (step.operation === "delete") return [review("nodes can no longer log in to the LUN")];
  if (step.operation === "replace") return [review("nodes cannot log in to the LUN meanwhile")];
  return byField(step, [
    [/^(data|stringData)\b/, () => review("nodes log in to the LUN with other CHAP credentials")],
  ]);
};

/** A credential of Jenkins, which its provider plugin watches. */
const credential: Rule = (step) => {
  const name = objectName(step);
  if (step.operation === "create") return [safe(`new credential ${name}`)];
  if (step.operation === "delete")
    return [interrupts(`credential ${name} is gone: builds that use it fail`)];
  return byField(step, [
    [
      /^metadata\.annotations\["jenkins\.io\/credentials-description"\]$/,
      () => safe("another description"),
    ],
    [
      /^metadata\.annotations\["jenkins\.io\/credentials-store-locations"\]$/,
      () => interrupts(`credential ${name} is seen by other folders: builds elsewhere lose it`),
    ],
    [
      /^metadata\.labels\["jenkins\.io\/credentials-type"\]$/,
      () => interrupts(`credential ${name} is of another type: builds that bind it fail`),
    ],
    [
      /^(data|stringData|type)\b/,
      () =>
        safe(
          `credential ${name} changes at once, without a restart; running builds keep the old one`,
        ),
    ],
  ]);
};

/** What images are pulled with. */
const pullSecret: Rule = (step) => {
  if (step.operation === "create") return [safe("pods pull images with it")];
  if (step.operation === "delete" || step.operation === "replace")
    return [interrupts("new pods cannot pull from private registries meanwhile")];
  return byField(step, [
    [
      /^(data|stringData)\b/,
      () => safe("images are pulled with another login; running builds go on"),
    ],
  ]);
};
