import { Scalar, stringify } from "yaml";

import { isFile, type NodeDocument } from "./document";

const unitFolder = "/etc/systemd/system/";

/**
 * Files of a node as a Butane configuration, which Fedora CoreOS is provisioned with.
 *
 * @param files absolute paths alone; units of systemd among them are enabled
 * @see https://coreos.github.io/butane/config-fcos-v1_5/
 */
export function butaneConfiguration(files: readonly NodeDocument[]): NodeDocument {
  const isUnit = ({ path }: NodeDocument) => path.startsWith(unitFolder);
  const configuration = {
    variant: "fcos",
    version: "1.5.0",
    storage: {
      files: files
        .filter((file) => isFile(file) && !isUnit(file))
        .map(({ path, mode, content }) => ({
          path,
          mode: octal(mode),
          // Some come with the system, e.g. iscsid.conf.
          overwrite: true,
          contents: { inline: content },
        })),
    },
    systemd: {
      units: [
        { name: "iscsid.socket", enabled: true },
        ...files.filter(isUnit).map(({ path, content }) => ({
          name: path.slice(unitFolder.length),
          enabled: true,
          contents: content,
        })),
      ],
    },
  };
  return {
    path: "storage.bu",
    mode: "0644",
    content: stringify(configuration, { lineWidth: 0, version: "1.1" }),
  };
}

/** A number as everybody writes permissions. */
function octal(mode: string): Scalar<number> {
  const scalar = new Scalar(Number.parseInt(mode, 8));
  scalar.format = "OCT";
  return scalar;
}
