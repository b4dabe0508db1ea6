import assert from "node:assert/strict";
import { Readable } from "node:stream";

import { requestsFor } from "../../../commands/nas/requests";
import type { StoredStack } from "../../../commands/nas/stored-stack";
import { VolumeGrowth } from "../../../components/storage/growth/volume-growth";
import { capacity, type LunAddress } from "../../../local/initiator";
import type { Platform } from "../../../local/up";
import { run as nasTool } from "../../../nas/cli";
import { construct } from "../../support/deploy";
import { manifests, type Manifest } from "../../support/manifests";
import { kubectl, secretValue } from "./platform";

/** Target of the home's LUN in the local settings. */
export const homeIqn = "iqn.2000-01.com.synology:nas.jenkins";

/** Bytes of one GiB. */
export const gibibyte = 2 ** 30;

/** How an initiator reaches the LUN of the home. */
export async function homeAddress(here: Platform): Promise<LunAddress> {
  const key = "node.session.auth.password";
  const password = await secretValue(here, "jenkins-storage", "jenkins-home-chap", key);
  return { portal: here.nas.portal, iqn: homeIqn, lun: 1, chap: { user: "jenkins", password } };
}

/** How big the home is: GiB to an initiator, and what its volume and its claim say. */
export async function homeSizes(here: Platform) {
  const read = async (...what: string[]) =>
    JSON.parse(await kubectl(here, ["get", ...what, "--output", "json"])) as { spec: unknown };
  const volume = (await read("pv", "jenkins-home")).spec as { capacity: { storage: string } };
  const claim = (await read("pvc", "jenkins", "--namespace", "jenkins")).spec as {
    resources: { requests: { storage: string } };
  };
  return {
    lun: (await capacity(await homeAddress(here))) / gibibyte,
    volume: volume.capacity.storage,
    request: claim.resources.requests.storage,
  };
}

/** What somebody does in SAN Manager: the settings know nothing of it. */
export async function growByHand(stored: StoredStack, sizeGibibytes: number): Promise<void> {
  const none = () => Promise.resolve([]);
  const request = await requestsFor("lun grow", "jenkins", stored, none);
  const bigger = JSON.parse(request) as { lun: { sizeBytes: number } };
  bigger.lun.sizeBytes = sizeGibibytes * gibibyte;
  const exitCode = await nasTool(["lun", "grow", "--json"], {
    stdin: Readable.from([JSON.stringify(bigger)]),
    stdout: () => undefined,
    stderr: () => undefined,
  });
  assert.equal(exitCode, 0);
}

/** What lets the node of the home follow a LUN that has grown to 22 GiB, in a namespace of its own. */
export async function growthObjects(here: Platform): Promise<readonly Manifest[]> {
  return manifests(
    await construct(
      () =>
        new VolumeGrowth("growth", {
          image: "docker.io/gentoo/stage3:nomultilib-20260824",
          namespace: "jenkins-growth",
          ...{ size: "22Gi", tolerations: {}, controllerNamespace: "jenkins" },
          target: { portal: here.nas.portal, iqn: homeIqn, lunNumber: 1 },
        }),
    ),
  );
}
