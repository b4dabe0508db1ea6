import { z } from "zod";

import { group, keyed, listOf, oneOf, text, wholeNumber } from "../fields";
import { parseLine } from "../job-words";
import { parseProjectPath } from "../paths";
import { parseArgument, parseBody, parseHeader, parseRequestAddress } from "../upgrade-words";

const status = wholeNumber(100, 599).meta({ description: "An HTTP status.", examples: [201] });

/** A snapshot by HTTP, of a storage that is no Synology NAS. */
export const snapshotHttp = group({
  url: text(parseRequestAddress).meta({
    description: "Address of the request; {name} and {description} in it stand for the snapshot's.",
    examples: ["http://longhorn-frontend.longhorn-system/v1/volumes/jenkins?action=snapshotCreate"],
  }),
  method: oneOf(["POST", "PUT"])
    .default("POST")
    .meta({ description: "Method of the request.", examples: ["POST"] }),
  body: text(parseBody)
    .default('{"name":"{name}"}')
    .meta({
      description: "Body of the request, with the same words.",
      examples: ['{"name":"{name}","labels":{"made-by":"jenkins-stack"}}'],
    }),
  headers: keyed(
    parseHeader,
    text(parseLine).meta({ description: "Value of the header.", examples: ["application/json"] }),
  )
    .default({ "Content-Type": "application/json" })
    .meta({
      description: "Headers of the request, without any secret.",
      examples: [{ "Content-Type": "application/json" }],
    }),
  secretHeader: text(parseHeader)
    .exactOptional()
    .meta({
      description: "Header whose value is the secret upgradeToken.",
      examples: ["Authorization"],
    }),
  statuses: listOf(status, { atLeast: 1 })
    .default([200, 201, 202, 204])
    .meta({ description: "Statuses that mean that it was taken.", examples: [[201]] }),
  existsStatuses: listOf(status)
    .default([409])
    .meta({
      description:
        "Statuses that mean that there is a snapshot of this name already: from a run that was cut off.",
      examples: [[409]],
    }),
  certificateAuthority: text(parseProjectPath)
    .exactOptional()
    .meta({
      description:
        "PEM file of the authority that signed the server's certificate, relative to the project's root; when absent, the authorities that Node.js trusts.",
      examples: ["certificates/storage.pem"],
    }),
  timeoutSeconds: wholeNumber(1, 3600)
    .default(300)
    .meta({
      description: "Longest wait for an answer, and for what poll looks for, in seconds.",
      examples: [300],
    }),
  poll: group({
    url: text(parseRequestAddress).meta({
      description: "Address of a page, with the same words.",
      examples: ["http://longhorn-frontend.longhorn-system/v1/snapshots/{name}"],
    }),
    contains: text(parseLine).meta({
      description: "Text that it contains as soon as the snapshot is complete.",
      examples: ['"readyToUse":true'],
    }),
  })
    .exactOptional()
    .meta({
      description:
        "What tells that the snapshot is complete; when absent, the answer to the request does.",
    }),
})
  .exactOptional()
  .meta({ description: "The request; needed with the target http." });

/** A snapshot by a command of the user's own. */
export const snapshotCommand = group({
  argv: z
    .array(text(parseArgument).meta({ description: "One argument.", examples: ["take"] }), {
      error: "a list of at least 1",
    })
    .min(1, { error: "a list of at least 1" })
    .meta({
      description:
        "Program and arguments, run without a shell in the project's folder. It reads SNAPSHOT_NAME, SNAPSHOT_DESCRIPTION, SNAPSHOT_KEEP_COUNT and SNAPSHOT_KEEP_DAYS from its environment and the secret upgradeToken, if any, from standard input, and ends with 0 when there is a snapshot of that name.",
      examples: [["./snapshot.sh", "jenkins"]],
    }),
  timeoutSeconds: wholeNumber(1, 3600)
    .default(300)
    .meta({ description: "How long it may run, in seconds.", examples: [300] }),
})
  .exactOptional()
  .meta({ description: "The command; needed with the target command." });
