import { restoreSnapshot, type Restored } from "../../nas/snapshot/restore";
import { takeSnapshot } from "../../nas/snapshot/take";
import { ownLun, quiet } from "./own-nas";
import { during, impatient } from "./story";

/** A LUN with snapshot `a` for every test of the surrounding `describe`, and what is done with it. */
export function snapshottedLun() {
  const given = ownLun((request) =>
    during(request, (session) => takeSnapshot(session, "jenkins", { name: "a" }, quiet)),
  );
  /** Sets the LUN back. */
  const restore = (snapshot = "a", patience = impatient): Promise<Restored> => {
    const { request, lines } = given();
    return during(
      request,
      (session) => restoreSnapshot(session, "jenkins", { snapshot }, (line) => lines.push(line)),
      patience,
    );
  };
  /** Names of the snapshots on the NAS. */
  const names = (): string[] => given().nas.snapshots.map(({ name }) => name);
  return { given, restore, names };
}
