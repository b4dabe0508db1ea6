import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { expected, parsed, readable, refuse } from "../internal/arguments";
import { parseIqn } from "../internal/iqn";
import { parsePortal } from "../internal/portal";
import { parseLunSize } from "../internal/quantity";
import { typeToken } from "../internal/type-token";
import { parseServerUrl } from "../internal/web-address";
import type { ChapCredentials, IscsiTarget } from "./iscsi-target";
import { lunRequest, type LunArgs, type NasArgs } from "./lun-request";

/** Arguments of {@link SynologyLun}. */
export interface SynologyLunArgs {
  readonly nas: NasArgs;
  /** Password of the NAS account. It reaches the NAS tool on its standard input and nothing else. */
  readonly nasPassword: pulumi.Input<string>;
  /**
   * Token by which DSM knows this program's device, where the account asks for a second factor. As secret as the
   * password.
   *
   * @default - the account asks for none
   */
  readonly nasDeviceToken?: pulumi.Input<string> | undefined;
  readonly lun: LunArgs;
}

/**
 * One LUN of a Synology NAS with its iSCSI target, mapping and CHAP secret.
 *
 * Found or made by `nas lun ensure`, which refuses a LUN that is not the one described. Growing `size` grows the
 * LUN. Nothing here deletes or shrinks anything on the NAS, and what is changed there by hand stays unseen until
 * the next change here: a command has no refresh, so `nas drift` looks.
 */
export class SynologyLun extends pulumi.ComponentResource {
  /** Where initiators find the LUN: settings, so that no preview ever doubts them. */
  readonly target: IscsiTarget;
  /** What initiators log in with; the passwords are secrets. */
  readonly chap: ChapCredentials;

  constructor(name: string, args: SynologyLunArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("SynologyLun"), name, {}, opts);

    const { lun } = args;
    const chapPassword = this.password(`${name}-chap`, lun);
    const targetPassword =
      lun.mutualChapUser === undefined ? undefined : this.password(`${name}-mutual-chap`, lun);
    const request = lunRequest(args, chapPassword.result, targetPassword?.result);

    const ensure = "exec node nas/run.cjs lun ensure --json";
    const made = new command.local.Command(
      name,
      {
        create: ensure,
        // A bigger size is an update in place; no triggers, which would replace. A LUN that was made before and is gone
        // now is not made anew: it would be an empty one.
        update: `${ensure} --existing`,
        // Never a deletion: the LUN is unmapped and renamed, and only when the settings ask for it.
        ...(lun.onDestroy === "retire"
          ? { delete: "exec node nas/run.cjs lun retire --json" }
          : {}),
        environment: shownInPreviews(args),
        stdin: pulumi.secret(request),
        logging: "none",
        addPreviousOutputInEnv: false,
      },
      { parent: this, protect: true, additionalSecretOutputs: ["stdout", "stderr"] },
    );

    this.target = {
      portal: parsed(parsePortal, args.nas.portal).text,
      iqn: lun.iqn,
      lunNumber: lun.mappingIndex,
    };
    // Known only when the NAS knows it, so that whoever logs in with it waits for the LUN. The id is the part of the
    // command's result that no later change makes unknown in a preview.
    const onceMade = (password: random.RandomPassword) =>
      pulumi.secret(pulumi.all([password.result, made.id]).apply(([text]) => text));
    this.chap = {
      user: lun.chapUser,
      password: onceMade(chapPassword),
      ...(lun.mutualChapUser === undefined || targetPassword === undefined
        ? {}
        : { target: { user: lun.mutualChapUser, password: onceMade(targetPassword) } }),
    };
    this.registerOutputs({ target: this.target });
  }

  private password(name: string, { chapRotation = 0 }: LunArgs): random.RandomPassword {
    return new random.RandomPassword(
      name,
      {
        // DSM takes 12 to 16 characters.
        length: 16,
        special: false,
        ...(chapRotation === 0 ? {} : { keepers: { rotation: String(chapRotation) } }),
      },
      { parent: this },
    );
  }
}

/** What a reader of a preview needs to see. The tool ignores it; the request itself is a secret as a whole. */
function shownInPreviews({ lun, nas }: SynologyLunArgs): Record<string, string> {
  return {
    NAS_URL: nas.url,
    NAS_ACCOUNT: nas.account,
    NAS_TLS: trusted(nas),
    ...(nas.nodeUuid === undefined ? {} : { NAS_NODE: nas.nodeUuid }),
    LUN_NAME: lun.lunName,
    LUN_VOLUME: lun.volume,
    LUN_SIZE: lun.size,
    LUN_IQN: lun.iqn,
    LUN_NUMBER: String(lun.mappingIndex),
    LUN_SESSIONS: String(lun.maxSessions),
    LUN_CHAP_USER: lun.chapUser,
    ...(lun.mutualChapUser === undefined ? {} : { LUN_MUTUAL_CHAP_USER: lun.mutualChapUser }),
  };
}

/** Whom the NAS tool takes for the NAS. */
function trusted({ insecure, certificateFingerprint, certificateAuthority }: NasArgs): string {
  if (insecure === true) return "anybody";
  return certificateFingerprint ?? certificateAuthority ?? "public authorities";
}

function check(name: string, { lun, nas }: SynologyLunArgs): void {
  refuse("SynologyLun", name, [
    readable("nas.portal", parsePortal, nas.portal),
    readable("lun.iqn", parseIqn, lun.iqn),
    readable("lun.size", parseLunSize, lun.size),
    expected(
      Number.isInteger(lun.mappingIndex) && lun.mappingIndex >= 1,
      "lun.mappingIndex",
      "a whole number from 1, where a Synology NAS starts to count",
      lun.mappingIndex,
    ),
    expected(/^\S+$/.test(lun.chapUser), "lun.chapUser", "a name without spaces", lun.chapUser),
    expected(
      lun.mutualChapUser === undefined || /^\S+$/.test(lun.mutualChapUser),
      "lun.mutualChapUser",
      "a name without spaces",
      lun.mutualChapUser,
    ),
    expected(
      /^\/volume\d+$/.test(lun.volume),
      "lun.volume",
      'a volume such as "/volume1"',
      lun.volume,
    ),
    readable("nas.url", parseServerUrl, nas.url),
  ]);
}
