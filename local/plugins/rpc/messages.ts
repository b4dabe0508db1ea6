import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";

import {
  InitializationFailed,
  type CheckResult,
  type Diff,
  type PropertyDiffKind,
} from "./provider";
import { toStruct } from "./values";

export function toCheckResponse(result: CheckResult): messages.CheckResponse {
  const response = new messages.CheckResponse().setInputs(toStruct(result.inputs));
  for (const { property, reason } of result.failures ?? []) {
    response.addFailures(new messages.CheckFailure().setProperty(property).setReason(reason));
  }
  return response;
}

const kinds: Readonly<Record<PropertyDiffKind, messages.PropertyDiff.Kind>> = {
  add: messages.PropertyDiff.Kind.ADD,
  "add-replace": messages.PropertyDiff.Kind.ADD_REPLACE,
  delete: messages.PropertyDiff.Kind.DELETE,
  "delete-replace": messages.PropertyDiff.Kind.DELETE_REPLACE,
  update: messages.PropertyDiff.Kind.UPDATE,
  "update-replace": messages.PropertyDiff.Kind.UPDATE_REPLACE,
};

export function toDiffResponse(diff: Diff): messages.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(diff.changed ? DIFF_SOME : DIFF_NONE)
    .setReplacesList([...(diff.replaces ?? [])])
    .setDeletebeforereplace(diff.deleteBeforeReplace ?? false)
    .setHasdetaileddiff(diff.detailed !== undefined);
  for (const [path, kind] of Object.entries(diff.detailed ?? {})) {
    response.getDetaileddiffMap().set(path, new messages.PropertyDiff().setKind(kinds[kind]));
    const top = path.split(/[.[]/, 1)[0] ?? path;
    if (!response.getDiffsList().includes(top)) response.addDiffs(top);
  }
  return response;
}

/** The status an engine understands; a partial failure carries the object that exists all the same. */
export function toServiceError(error: unknown): grpc.ServerErrorResponse {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new grpc.Metadata();
  if (error instanceof InitializationFailed) {
    const detail = new messages.ErrorResourceInitFailed()
      .setId(error.id)
      .setProperties(toStruct(error.outputs))
      .setInputs(toStruct(error.inputs))
      .setReasonsList([...error.reasons]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const body = new status.Status();
    body.setCode(grpc.status.UNKNOWN);
    body.setMessage(message);
    body.addDetails(packed);
    metadata.add("grpc-status-details-bin", Buffer.from(body.serializeBinary()));
  }
  return { name: "Error", message, code: grpc.status.UNKNOWN, details: message, metadata };
}
