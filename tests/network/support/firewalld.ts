import { nasDocuments, nodeDocuments } from "../../../components/network/documents/node-documents";
import { network } from "./documents";

/** Starts firewalld's own engine once, without the bus it usually sits on, with the files of the test as the system's. */
export function firewalld(machine: "node" | "nas"): string {
  const engine = `
import sys
from firewall import config
config.set_system_config_paths(sys.argv[1])
if len(sys.argv) > 2: config.set_default_config_paths(sys.argv[2])
from firewall.core.fw import Firewall
Firewall().start()`;
  return `/usr/bin/python3 -c '${engine}' "$FILES/${machine}" \${UNPACKED:+"$UNPACKED/usr/lib/firewalld"} > /dev/null`;
}

/** Files that {@link firewalld} is started with. */
export function firewalldFiles(machine: "node" | "nas"): Record<string, string> {
  const changed = { ...network, firewall: "firewalld" as const };
  const documents = machine === "node" ? nodeDocuments("worker-1", changed) : nasDocuments(changed);
  return Object.fromEntries(
    documents
      .filter(({ path }) => path.startsWith("/etc/firewalld/"))
      .map(({ path, content }) => [path.replace("/etc/firewalld", machine), content]),
  );
}
