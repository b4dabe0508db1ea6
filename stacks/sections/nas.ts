import { parseAddress } from "../../components/internal/address";
import { parsePortal } from "../../components/internal/portal";
import { parseServerUrl } from "../../components/internal/web-address";
import { group, text, yesOrNo } from "../fields";
import { parseProjectPath } from "../paths";
import { parseAccount, parseFingerprint, parseUuid, parseWord } from "../words";

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
  certificateFingerprint: text(parseFingerprint)
    .exactOptional()
    .meta({
      description:
        "SHA-256 fingerprint of DSM's own certificate, to trust that one alone instead of an authority. It changes when DSM renews the certificate.",
      examples: [
        "7D:4E:2B:9A:10:C3:55:F8:6A:01:B4:DD:93:2E:71:0C:48:A6:5F:E2:37:89:BC:14:D0:6B:FA:25:C7:3E:98:41",
      ],
    }),
  insecure: yesOrNo()
    .default(false)
    .meta({
      description:
        "Whether any certificate will do. Whoever stands between this machine and the NAS then learns the password; every run warns of it.",
      examples: [false],
    }),
  deviceName: text(parseWord)
    .exactOptional()
    .meta({
      description:
        "Name under which DSM keeps this program's device, where the account asks for a second factor; its token is the secret nasDeviceToken.",
      examples: ["jenkins-stack"],
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
