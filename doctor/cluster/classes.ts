import { z } from "zod";

import type { Sections } from "../../stacks/settings";
import { pathText } from "../../stacks/path-text";
import { fault, fine, warning, type Finding } from "../finding";
import type { ClusterApi } from "./api";

const defaultClass = "storageclass.kubernetes.io/is-default-class";
const list = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
});

/** A class of the cluster: of storage, or of an Ingress. */
export interface ClassView {
  readonly name: string;
  /** Whether claims that name none get this one. */
  readonly isDefault: boolean;
}

/** Looks at the classes that the settings name (A-27). */
export async function lookAtClasses(
  api: ClusterApi,
  settings: Sections,
): Promise<readonly Finding[]> {
  const storage = await classesAt(api, "/apis/storage.k8s.io/v1/storageclasses");
  const { ingress } = settings.exposure;
  return [
    ...storageFindings(storage, settings),
    ...(ingress === undefined
      ? []
      : [
          ingressFinding(
            await classesAt(api, "/apis/networking.k8s.io/v1/ingressclasses"),
            ingress.className,
          ),
        ]),
  ];
}

/** What the storage classes say; the volumes of the NAS are bound by name and have none. */
export function storageFindings(
  present: readonly ClassView[],
  settings: object,
): readonly Finding[] {
  const check = "storage class";
  const named = namedClasses(settings, []);
  const missing = named.filter(({ name }) => !present.some((one) => one.name === name));
  if (missing.length > 0)
    return missing.map(({ path, name }) =>
      fault(
        check,
        `${path} is ${JSON.stringify(name)}, which the cluster does not have; it has ${namesOf(present)}`,
        `correct ${path}`,
      ),
    );
  const defaults = present.filter(({ isDefault }) => isDefault);
  const ours =
    named.length === 0
      ? "volumes of the NAS need none"
      : `has ${[...new Set(named.map(({ name }) => name))].join(", ")}; volumes of the NAS need none`;
  return defaults.length > 1
    ? [
        warning(
          check,
          `${ours}; there is more than one default, ${namesOf(defaults)}`,
          `leave one: claims of pipelines would get the newest (kubectl annotate storageclass <name> ${defaultClass}-)`,
        ),
      ]
    : [
        fine(
          check,
          `${ours}; ${defaults[0] === undefined ? "there is no default" : `${defaults[0].name} is the default for others`}`,
        ),
      ];
}

/** Without the class, nobody answers for the host of Jenkins. */
export function ingressFinding(present: readonly ClassView[], className: string): Finding {
  const check = "Ingress class";
  return present.some(({ name }) => name === className)
    ? fine(check, className)
    : warning(
        check,
        `exposure.ingress.className is ${JSON.stringify(className)}, which the cluster does not have; it has ${namesOf(present)}`,
        "install its controller, or correct the name: nobody answers for the host of Jenkins until then",
      );
}

/** Every `storageClass` of the settings, wherever a section has one. */
function namedClasses(value: unknown, path: readonly string[]): { path: string; name: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, key];
    return key === "storageClass" && typeof inner === "string"
      ? [{ path: pathText(here), name: inner }]
      : namedClasses(inner, here);
  });
}

async function classesAt(api: ClusterApi, path: string): Promise<readonly ClassView[]> {
  const { status, body } = await api.read(path);
  const read = list.safeParse(body).data;
  if (status !== 200 || read === undefined)
    throw new Error(
      `the API server does not list ${path.replace(/.*\//, "")} (status ${status}); give this identity the right to list them`,
    );
  return read.items.map(({ metadata: { name, annotations } }) => ({
    name,
    isDefault: annotations[defaultClass] === "true",
  }));
}

function namesOf(classes: readonly ClassView[]): string {
  return classes.map(({ name }) => name).join(", ") || "none";
}
