import { changed, made, types, type Given } from "../steps";
import { least, standing, type Danger, type Inputs } from "./danger";

const lun: Given = { type: types.command, name: "lun-jenkins", component: "SynologyLun" };
const asked = (more: Inputs) => ({
  environment: {
    ...{ LUN_NAME: "jenkins", LUN_SESSIONS: "1", NAS_URL: "https://a:5001", NAS_TLS: "ca.crt" },
    ...more,
  },
  stdin: "[secret]",
});
const askedOtherwise = (more: Inputs) => changed(lun, asked({}), asked(more), ["stdin"]);
/** The volume of a LUN. */
export const volume = (name: string): Given => ({
  type: types.volume,
  name,
  component: "IscsiVolume",
});
/** What every one of them leads to. */
export const onTarget = {
  spec: { iscsi: { iqn: "iqn.2000-01.com.synology:nas.jenkins", lun: 1 } },
};

/** Changes of LUNs, volumes and their nodes. */
export const ofStorage: readonly Danger[] = [
  ["a LUN for any number of nodes", askedOtherwise({ LUN_SESSIONS: "0" }), least.data],
  ["another NAS", askedOtherwise({ NAS_URL: "https://b:5001" }), least.data],
  ["a NAS that may be anybody", askedOtherwise({ NAS_TLS: "anybody" }), least.data],
  ["another machine of the same name", askedOtherwise({ NAS_NODE: "b" }), least.data],
  ["a request that differs in what nobody sees", askedOtherwise({}), least.data],
  [
    "a second volume on one LUN",
    made(volume("b"), onTarget),
    least.refused,
    standing(volume("a"), onTarget),
  ],
  [
    "a node that is another machine",
    changed(
      { type: types.remoteCommand, component: "AppliedDocuments" },
      { connection: "[secret]" },
      { connection: "[secret]" },
      ["connection.host"],
    ),
    least.data,
  ],
];
