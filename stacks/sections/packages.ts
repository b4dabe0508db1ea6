import { parseImage } from "../../components/internal/image";
import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseSshHost } from "../../components/internal/ssh-server";
import { group, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { parseAbsolutePath } from "../job-words";
import { agentResources } from "./agent-container";

/** RPM packages: what signs them and where they go. */
export const packages = group({
  enabled: yesOrNo()
    .default(true)
    .meta({ description: "Whether the agent and its scripts exist.", examples: [true] }),
  image: text(parseImage).meta({
    description:
      "Image that builds packages, with rpm-sign, GnuPG, createrepo_c, rsync, OpenSSH's client and a user 1000 in /etc/passwd.",
    examples: ["registry.pyrocufflink.blue/ci/rpm:42.0.1"],
  }),
  signing: group({
    key: text(parseSubdomain)
      .default("rpm-gpg-key")
      .meta({
        description:
          "Credential of type gpgKey that signs. Its fingerprint is the only one that is accepted.",
        examples: ["rpm-gpg-key"],
      }),
    passphrase: text(parseSubdomain)
      .exactOptional()
      .meta({
        description: "Credential of type secretText that opens the key, where it has a passphrase.",
        examples: ["rpm-gpg-key-passphrase"],
      }),
  })
    .prefault({})
    .meta({ description: "By which credentials packages are signed." }),
  repository: group({
    host: text(parseSshHost).meta({
      description:
        "Host of the Yum repository. Builds have to know its key (section knownHosts) and to be let out to it.",
      examples: ["files.pyrocufflink.blue"],
    }),
    port: wholeNumber(1, 65_535)
      .default(22)
      .meta({ description: "SSH port of the host.", examples: [22] }),
    path: text(parseAbsolutePath).meta({
      description: "Folder on the host, which has to exist.",
      examples: ["/srv/www/yum"],
    }),
    credentials: text(parseSubdomain)
      .default("jenkins-repohost")
      .meta({
        description: "Credential of type sshKey; its user owns the folder.",
        examples: ["jenkins-repohost"],
      }),
  })
    .exactOptional()
    .meta({ description: "Where packages are published; when absent, none are." }),
  resources: agentResources({
    cpuRequest: "500m",
    cpuLimit: "4",
    memoryRequest: "512Mi",
    memoryLimit: "4Gi",
  })
    .prefault({})
    .meta({ description: "Requests and limits of the container." }),
  arch: oneOf(["amd64", "arm64"])
    .default("amd64")
    .meta({ description: "Architecture of the nodes it runs on.", examples: ["amd64"] }),
})
  .exactOptional()
  .meta({ description: "RPM packages; when absent, nothing of them exists." });
