import type { Platform } from "../../../local/up";
import { kubectl } from "./platform";

interface Kept {
  readonly metadata: {
    readonly name: string;
    readonly labels?: object;
    readonly annotations?: object;
    readonly managedFields: readonly { readonly manager: string }[];
  };
}

/**
 * Keeps objects as they are, by `<kind>/<name>` and namespace.
 *
 * @returns what puts them back, whatever happened to them; whoever applied them still owns their fields
 */
export async function keepObjects(
  here: Platform,
  objects: readonly (readonly [object: string, namespace: string])[],
): Promise<() => Promise<void>> {
  const kept = await Promise.all(
    objects.map(async ([object, namespace]) => {
      const options = ["--namespace", namespace, "--show-managed-fields", "--output", "json"];
      const { metadata, ...rest } = JSON.parse(
        await kubectl(here, ["get", object, ...options]),
      ) as Kept;
      const { name, labels, annotations, managedFields } = metadata;
      const was = JSON.stringify({ ...rest, metadata: { name, namespace, labels, annotations } });
      return { object, namespace, manager: managedFields[0]?.manager ?? "", was };
    }),
  );
  return async () => {
    await Promise.all(
      kept.map(async ({ object, namespace, manager, was }) => {
        await kubectl(here, ["delete", object, "--namespace", namespace, "--ignore-not-found"]);
        const apply = ["apply", "--server-side", "--field-manager", manager, "--filename", "-"];
        await kubectl(here, apply, was);
      }),
    );
  };
}
