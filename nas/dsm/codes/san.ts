import type { CodeMeaning } from "./meaning";

/** Codes of SAN Manager (above 18990000), as public clients met them. */
export const sanCodes: Readonly<Record<number, CodeMeaning>> = {
  18990002: {
    cause: "out of free space on the volume",
    action: "free space or choose a smaller size",
  },
  18990004: {
    cause: "a bad parameter, or no such object",
    action: "run the command again; SAN Manager shows what is there",
  },
  18990068: {
    cause: "the name is too long, and DSM may have made the object all the same",
    action: "choose a name of at most 128 characters and look for the object in SAN Manager",
  },
  18990318: {
    cause: "the LUN type does not fit the volume's file system",
    action: "choose a btrfs volume, BLUN needs one",
  },
  18990327: {
    cause: "SAN Manager cannot read the space of the volume",
    action: "look at the volume in Storage Manager",
  },
  18990500: {
    cause: "a bad LUN type, or one for which this operation does not exist",
    action: "use a BLUN on btrfs: only it has instant snapshots and clones",
  },
  18990501: {
    cause: "a bad location",
    action: "name a volume that Storage Manager shows, such as /volume1",
  },
  18990502: { cause: "a bad size", action: "give a multiple of 1 GiB that the volume can hold" },
  18990503: {
    cause: "a bad LUN name",
    action: "use 1 to 128 of A-Z a-z 0-9 . : - (DSM refuses others, also _)",
  },
  18990505: {
    cause: "a bad LUN uuid",
    action: "the LUN may be gone; compare with SAN Manager and run the command again",
  },
  18990508: {
    cause: "a required parameter is missing",
    action: "DSM may have changed its API; report the call with the DSM version",
  },
  18990513: {
    cause: "the LUN has a snapshot of this name",
    action: "choose another name; snapshot list shows those there are",
  },
  18990531: {
    cause: "no such LUN",
    action: "it may have been deleted meanwhile; compare with SAN Manager",
  },
  18990532: {
    cause: "no such snapshot",
    action: "it may have been deleted meanwhile; snapshot list shows those there are",
  },
  18990538: {
    cause: "a LUN of this name exists",
    action: "run the command again to look at it, or choose another name",
  },
  18990541: {
    cause: "the NAS model's number of LUNs is used up",
    action: "remove LUNs that are no longer needed",
  },
  18990542: {
    cause: "the NAS model's number of targets is used up",
    action: "remove targets that are no longer needed",
  },
  18990543: {
    cause: "the LUN's number of snapshots is used up",
    action: "prune snapshots, or shorten the retention of the NAS's own schedule",
  },
  18990570: {
    cause: "the LUN is not loaded yet",
    action: "wait until SAN Manager shows it as ready and run the command again",
  },
  18990593: {
    cause: "no import is running: the idle value of a LUN's import state",
    action: "nothing is wrong with the LUN; run the command again",
  },
  18990619: {
    cause: "a bad filter of LUN types",
    action: "DSM may have changed its API; report the call with the DSM version",
  },
  18990622: {
    cause: "bad device attributes",
    action: "the DSM version may lack one of them; update DSM",
  },
  18990635: {
    cause: "a bad I/O policy",
    action: "look at the LUN's settings in SAN Manager > LUN > Edit > Advanced",
  },
  18990700: { cause: "a bad target name", action: "use 1 to 128 of A-Z a-z 0-9 . : -" },
  18990702: {
    cause: "a bad authentication type",
    action: "look at the target's authentication in SAN Manager > iSCSI",
  },
  18990708: {
    cause: "a bad CHAP user or password",
    action: "DSM wants a password of 12 to 16 characters",
  },
  18990710: {
    cause: "no such target",
    action: "it may have been deleted meanwhile; compare with SAN Manager > iSCSI",
  },
  18990722: {
    cause: "SAN Manager cannot load the target",
    action: "disable and enable it in SAN Manager > iSCSI, then run the command again",
  },
  18990724: {
    cause: "SAN Manager cannot load the target's configuration",
    action: "look at the target in SAN Manager > iSCSI; restart the package if it shows an error",
  },
  18990744: {
    cause: "a target of this name exists",
    action: "run the command again to look at it, or choose another name",
  },
  18990745: {
    cause: "a target with this IQN exists",
    action: "run the command again to look at it, or choose another IQN",
  },
};
