import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse } from "../internal/arguments";
import { parseSshHost, parseSshHostKey } from "../internal/ssh-server";
import { typeToken } from "../internal/type-token";
import { applyScript } from "./apply-script";
import { isFile, type NodeDocument } from "./documents/document";
import type { SshAccess } from "./storage-node";

/** Arguments of {@link AppliedDocuments}. */
export interface AppliedDocumentsArgs {
  readonly ssh: SshAccess;
  /** Private key of the user. It reaches the SSH client and nothing else. */
  readonly privateKey: pulumi.Input<string>;
  /** Files of the node. */
  readonly documents: readonly NodeDocument[];
}

/**
 * A node's documents, put in place over SSH.
 *
 * Only what differs is written, and checked before. Destroying it leaves the files: a node that lost them would lose
 * the NAS with everything on it. What is changed on the node by hand stays unseen until a document changes.
 */
export class AppliedDocuments extends pulumi.ComponentResource {
  constructor(name: string, args: AppliedDocumentsArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("AppliedDocuments"), name, {}, opts);

    const { host, user, port, hostKey } = args.ssh;
    new command.remote.Command(
      name,
      {
        // The SDK makes all of it a secret.
        connection: {
          ...{ host, user, port, hostKey, privateKey: args.privateKey },
          // A node that is down should be said to be so within a minute.
          dialErrorLimit: 3,
        },
        create: becomeRoot,
        // The same text: another document is an update in place. No delete, and no triggers, which would replace.
        update: becomeRoot,
        stdin: applyScript(args.documents),
        addPreviousOutputInEnv: false,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** A shell of root that reads the script from its standard input. */
const becomeRoot = 'if [ "$(id -u)" = 0 ]; then exec sh -s; else exec sudo -n sh -s; fi';

function check(name: string, { ssh, documents }: AppliedDocumentsArgs): void {
  refuse("AppliedDocuments", name, [
    readable("ssh.host", parseSshHost, ssh.host),
    expected(/^\S+$/.test(ssh.user), "ssh.user", "a name without spaces", ssh.user),
    readable("ssh.hostKey", parseSshHostKey, ssh.hostKey),
    ...documents
      .filter((document) => !isFile(document))
      .map(({ path }) => expected(false, "documents", "files of the node alone", path)),
  ]);
}
