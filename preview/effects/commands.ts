import { byField, isIn, review, safe, text, type Rule } from "./effect";
import { lun } from "./lun";
import { upgradeCheck, upgradeSnapshot } from "./upgrade";

/** A command of the machine that deploys: judged by what it is for, and never safe by itself. */
export const localCommand: Rule = (step, surroundings) => {
  if (isIn(step, "UpgradeSnapshot")) return upgradeSnapshot(step, surroundings);
  if (isIn(step, "UpgradeCheck")) return upgradeCheck(step, surroundings);
  if (text(step.after ?? step.before, "environment.LUN_NAME") !== "")
    return lun(step, surroundings);
  return undefined;
};

/** A command on a node over SSH: the documents of its storage network. */
export const remoteCommand: Rule = (step) => {
  if (!isIn(step, "AppliedDocuments")) return undefined;
  const anew = review("the node's storage network is set up anew: its sessions may break off");
  if (step.operation === "delete") return [safe("the documents stay on the node as they are")];
  if (step.operation !== "update") return [anew];
  return byField(step, [
    [/^(stdin|create|update)$/, () => anew],
    [
      /^connection\.(user|password|privateKey|privateKeyPassword)$/,
      () => safe("the node is reached with another login"),
    ],
    [/^connection\b/, () => review("another machine may be meant: its storage network is set up")],
  ]);
};
