import { parseAddress } from "../../components/internal/address";
import { parsePortal } from "../../components/internal/portal";
import { parseServerUrl } from "../../components/internal/web-address";
import { group, text } from "../fields";
import { parseProjectPath } from "../paths";
import { parseAccount, parseUuid } from "../words";

/** How the Synology NAS is reached. */
export const nas = group({
  url: text(parseServerUrl).meta({
    description: "Address of DSM.",
    examples: ["https://nas0.pyrocufflink.blue:5001"],
  }),
  account: text(parseAccount).meta({
    description: "DSM account of this program; its password is the secret nasPassword.",
    examples: ["pulumi"],
  }),
  certificateAuthority: text(parseProjectPath)
    .exactOptional()
    .meta({
      description:
        "PEM file of the authority that signed DSM's certificate, relative to the project's root; when absent, the authorities that Node.js trusts.",
      examples: ["certificates/pyrocufflink.pem"],
    }),
  nodeUuid: text(parseUuid)
    .exactOptional()
    .meta({
      description:
        "UUID of the NAS node. When set, a different NAS behind the same address is refused.",
      examples: ["6c3f0f6a-3b1e-4b57-9a51-0d9b5a1f0c11"],
    }),
  portal: text(parsePortal).meta({
    description:
      "iSCSI portal: an address that the NAS itself returns from discovery, never a name, proxy or virtual address. Changing it replaces the volume, which its protection refuses.",
    examples: ["[fd5c:1a8:7e2b:30::10]:3260"],
  }),
  nfs: group({
    server: text(parseAddress).meta({
      description: "Address from which the NAS exports folders over NFS 4.1, without brackets.",
      examples: ["fd5c:1a8:7e2b:30::10"],
    }),
  }).meta({ description: "Folders that several nodes mount at once." }),
}).meta({ description: "How the Synology NAS is reached." });
