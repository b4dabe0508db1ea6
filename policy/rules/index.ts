import type { PolicyRule } from "../rule";
import { commonLabels } from "./common-labels";
import { dataKept } from "./data-kept";
import { dataProtected } from "./data-protected";
import { dataRetained } from "./data-retained";
import { exactImages } from "./exact-images";
import { isolatedNamespaces } from "./isolated-namespaces";
import { narrowRoles } from "./narrow-roles";
import { noHostAccess } from "./no-host-access";
import { noSecretLiterals } from "./no-secret-literals";
import { resourcesSet } from "./resources-set";
import { restrictedPods } from "./restricted-pods";
import { unprivilegedPods } from "./unprivileged-pods";

/** Every rule, those that keep data first. */
export const rules: readonly PolicyRule[] = [
  dataKept,
  dataProtected,
  dataRetained,
  exactImages,
  unprivilegedPods,
  noHostAccess,
  restrictedPods,
  resourcesSet,
  noSecretLiterals,
  narrowRoles,
  isolatedNamespaces,
  commonLabels,
];
