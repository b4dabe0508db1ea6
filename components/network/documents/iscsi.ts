import type { IscsiTimeouts } from "../storage-node";
import { privateFile, type NodeDocument } from "./document";

/**
 * Name of the node's initiator. Two nodes with one name, as cloned machines have, push each other's sessions out.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc3720#section-3.2.6
 */
export function initiatorNameFile(initiatorName: string): NodeDocument {
  return privateFile("/etc/iscsi/initiatorname.iscsi", [`InitiatorName=${initiatorName}`]);
}

/**
 * Settings of the node's initiator. They hold for sessions that begin later; what is not named keeps open-iscsi's
 * default.
 *
 * CHAP is no part of it: the kubelet hands it to each session. Nothing logs in on its own when the node starts, because
 * only one node may have the LUN.
 *
 * @see https://github.com/open-iscsi/open-iscsi/blob/master/etc/iscsid.conf
 */
export function iscsidConf({
  replacementTimeoutSeconds,
  noopOutIntervalSeconds,
  noopOutTimeoutSeconds,
}: IscsiTimeouts): NodeDocument {
  return privateFile("/etc/iscsi/iscsid.conf", [
    "iscsid.startup = /bin/systemctl start iscsid.socket",
    "node.startup = manual",
    "node.leading_login = No",
    "# How long I/O waits for the only path to come back, before the filesystem becomes read-only.",
    `node.session.timeo.replacement_timeout = ${replacementTimeoutSeconds}`,
    "node.conn[0].timeo.login_timeout = 15",
    "node.conn[0].timeo.logout_timeout = 15",
    `node.conn[0].timeo.noop_out_interval = ${noopOutIntervalSeconds}`,
    `node.conn[0].timeo.noop_out_timeout = ${noopOutTimeoutSeconds}`,
    "node.session.initial_login_retry_max = 8",
  ]);
}
