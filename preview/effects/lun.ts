import type { Change, Step } from "../step";
import {
  arrow,
  byField,
  interrupts,
  isIn,
  refused,
  restarts,
  review,
  safe,
  text,
  type Effect,
  type Rule,
} from "./effect";
import { compareQuantities } from "./quantity";

/** The command that finds, makes and grows a LUN; the NAS tool behind it deletes and shrinks nothing. */
export const lun: Rule = (step) => {
  const name = text(step.after ?? step.before, "environment.LUN_NAME");
  const { operation } = step;
  if (operation === "create" || operation === "import") {
    const size = text(step.after, "environment.LUN_SIZE");
    return [safe(`LUN ${name} of ${size} is found on the NAS, or made`)];
  }
  if (operation === "delete") return [review(`LUN ${name} is given up; the NAS tool deletes none`)];
  if (operation === "replace")
    return [review(`LUN ${name} would be made anew, which the NAS tool refuses`)];
  return byField(step, [
    [/^environment\.LUN_SIZE$/, lunSize],
    [/^environment\.LUN_(NAME|IQN|NUMBER|VOLUME)$/, identity],
    [
      /^delete$/,
      ({ after }) =>
        after === undefined
          ? safe("a destroy leaves the LUN mapped")
          : review("a destroy would unmap the LUN and give it another name"),
    ],
    [/^environment\.(LUN_SESSIONS|LUN_(MUTUAL_)?CHAP_USER|NAS_\w+)$/, asked],
    // The request itself is a secret; where nothing beside it changes, nobody can see what it is about.
    [
      /^stdin$/,
      () =>
        step.changes.length === 1
          ? review("the NAS is asked for something else: a password, or what no preview shows")
          : undefined,
    ],
    [/^(create|update)$/, () => review("another command runs against the NAS")],
  ]);
};

function lunSize({ before, after }: Change): Effect {
  const grown = compareQuantities(after, before);
  if (grown === undefined) return review(`size of the LUN ${arrow(before, after)}`);
  return grown < 0
    ? refused(`LUN would shrink (${arrow(before, after)}): a LUN is never shrunk`)
    : safe(`LUN grows online (${arrow(before, after)}); its file system is grown on the node`);
}

function identity({ path, before, after }: Change): Effect {
  const what = path.replace("environment.LUN_", "").toLowerCase();
  return review(
    `another LUN is meant (${what === "iqn" ? "IQN" : what} ${arrow(before, after)}): the NAS tool refuses unless the NAS has it already`,
  );
}

/** Whom the NAS tool asks, and who may use the LUN. */
function asked({ path, before, after }: Change, { changes }: Step): Effect {
  const what = path.replace("environment.", "");
  // Earlier versions of the program did not show it: where the request is the same, nothing else is asked for.
  if (before === undefined && !changes.some((change) => change.path === "stdin"))
    return safe("previews show more of what the NAS is asked for");
  if (what === "LUN_SESSIONS")
    return after === "1"
      ? safe("one node at a time may use the LUN")
      : review(
          `more than one node may use the LUN at once (sessions ${arrow(before, after)}): two writers destroy its file system`,
        );
  if (what === "NAS_ACCOUNT") return safe(`the NAS is asked by ${arrow(before, after)}`);
  if (what === "NAS_TLS")
    return review(
      `somebody else is taken for the NAS (${arrow(before, after)}), and is given its password`,
    );
  return what.startsWith("NAS_")
    ? review(`another NAS may be meant (${arrow(before, after)}): is it the one with the LUN?`)
    : review(`nodes log in to the LUN as somebody else (${arrow(before, after)})`);
}

/** A password that the stack has drawn: kept in its state, and drawn anew by a replacement. */
export const drawnPassword: Rule = (step) => {
  if (step.operation === "create" || step.operation === "import")
    return [safe("password is drawn")];
  const gone = step.operation === "delete";
  const chap = isIn(step, "SynologyLun");
  if (step.operation !== "replace" && !gone) return undefined;
  if (chap)
    return [
      gone
        ? review("CHAP password is forgotten: nobody logs in to the LUN with it again")
        : review("CHAP password is drawn anew: nodes need the new one for their next login"),
    ];
  if (isIn(step, "JenkinsCredentials"))
    return [
      gone
        ? safe("goes with its credential")
        : interrupts("password of a credential is drawn anew: whoever checks it needs the new one"),
    ];
  if (isIn(step, "JenkinsController") && step.name.endsWith("-admin"))
    return [review(`the first administrator's password is ${gone ? "forgotten" : "drawn anew"}`)];
  if (isIn(step, "JenkinsController") && step.name.endsWith("-reload"))
    return [restarts("token of the reload changes: pod restart")];
  if (isIn(step, "RsyncShare"))
    return [
      gone
        ? interrupts("machines outside are no longer let in to the rsync daemon")
        : interrupts("password of the rsync daemon changes: clients need the new one"),
    ];
  return undefined;
};
