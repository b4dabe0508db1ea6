import type * as pulumi from "@pulumi/pulumi";

import { userFront, webhookFront, type Front } from "./front";
import { routes } from "./gateway";
import { ingresses } from "./ingress";
import { services, type ServiceArgs } from "./services";
import type { ExposureSettings } from "./settings";

/**
 * Makes the Services of the controller and what exposes the one for users, if anything does.
 *
 * The settings are those that {@link exposureFindings} finds nothing wrong with. The agent port is never exposed: an
 * agent elsewhere takes more than a port.
 */
export function exposeController(name: string, args: ServiceArgs, parent: pulumi.Resource): void {
  const { namespace, url, exposure } = args;
  services(name, args, parent);

  const { ingress, gateway, webhooks, externalDns } = exposure;
  const fronts = frontsOf(url, exposure);
  if (exposure.type === "ingress" && ingress !== undefined) {
    const classOf = ({ role }: Front) =>
      (role === "webhooks" ? webhooks?.className : undefined) ?? ingress.className;
    const classified = fronts.map((front) => ({ ...front, className: classOf(front) }));
    ingresses(name, { namespace, url, settings: ingress, externalDns, fronts: classified }, parent);
  }
  if (exposure.type === "gateway" && gateway !== undefined) {
    const listenerOf = ({ role }: Front) =>
      (role === "webhooks" ? webhooks?.sectionName : undefined) ?? gateway.sectionName;
    const listened = fronts.map((front) => ({ ...front, sectionName: listenerOf(front) }));
    routes(name, { namespace, settings: gateway, externalDns, fronts: listened }, parent);
  }
}

function frontsOf(url: string, { webhooks }: ExposureSettings): Front[] {
  return [userFront(url), ...(webhooks === undefined ? [] : [webhookFront(url, webhooks)])];
}
