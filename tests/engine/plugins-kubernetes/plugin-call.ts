import type * as grpc from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";

import { fromStruct, type Properties } from "../../../local/plugins/rpc/values";

/** A failure after which the object exists all the same: what the engine would record. */
export class PartialFailure extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly inputs: Properties,
    readonly outputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(message);
  }
}

type Call<Response> = (
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** Makes one call; a refusal is an Error, or a PartialFailure where the plugin says so. */
export function call<Response>(send: Call<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error === null) resolve(response);
      else reject(failureOf(error));
    });
  });
}

function failureOf(error: grpc.ServiceError): Error {
  const [details] = error.metadata.get("grpc-status-details-bin");
  const [packed] =
    details instanceof Buffer ? status.Status.deserializeBinary(details).getDetailsList() : [];
  if (packed === undefined) return new Error(error.details);
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(packed.getValue_asU8());
  return new PartialFailure(
    error.details,
    failed.getId(),
    fromStruct(failed.getInputs()),
    fromStruct(failed.getProperties()),
    failed.getReasonsList(),
  );
}
