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
  readonly lun: LunArgs;
}

/**
 * One LUN of a Synology NAS with its iSCSI target, mapping and CHAP secret.
 *
 * Found or made by `nas lun ensure`, which refuses a LUN that is not the one described. Growing `size` grows the
 * LUN. Nothing here deletes or shrinks anything on the NAS, and what is changed there by hand stays unseen until
 * the next change here: a command has no refresh.
 */
export class SynologyLun extends pulumi.ComponentResource {
  /** Where initiators find the LUN: settings, so that no preview ever doubts them. */
  readonly target: IscsiTarget;
  /** What initiators log in with; the password is a secret. */
  readonly chap: ChapCredentials;

  constructor(name: string, args: SynologyLunArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("SynologyLun"), name, {}, opts);

    const chapPassword = new random.RandomPassword(
      `${name}-chap`,
      // DSM takes 12 to 16 characters.
      { length: 16, special: false },
      { parent: this },
    );

    const ensure = "exec node nas/run.cjs lun ensure";
    const made = new command.local.Command(
      name,
      {
        create: ensure,
        // The same text: a bigger size is an update in place. No delete, and no triggers, which would replace.
        update: ensure,
        stdin: pulumi.secret(lunRequest(args.nas, args.nasPassword, args.lun, chapPassword.result)),
        logging: "none",
        addPreviousOutputInEnv: false,
      },
      { parent: this, protect: true, additionalSecretOutputs: ["stdout", "stderr"] },
    );

    this.target = {
      portal: parsed(parsePortal, args.nas.portal).text,
      iqn: args.lun.iqn,
      lunNumber: args.lun.mappingIndex,
    };
    // Known only when the NAS knows it, so that whoever logs in with it waits for the LUN. The id is the part of the
    // command's result that no later change makes unknown in a preview.
    const password = pulumi.all([chapPassword.result, made.id]).apply(([text]) => text);
    this.chap = { user: args.lun.chapUser, password: pulumi.secret(password) };
    this.registerOutputs({ target: this.target });
  }
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
      /^\/volume\d+$/.test(lun.volume),
      "lun.volume",
      'a volume such as "/volume1"',
      lun.volume,
    ),
    readable("nas.url", parseServerUrl, nas.url),
  ]);
}
