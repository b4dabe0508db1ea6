import { parseAddress, parseInterfaceAddress } from "../components/internal/address";
import { parsePortal } from "../components/internal/portal";
import type { Sections } from "./settings";

/**
 * The settings with every address in its canonical spelling.
 *
 * Initiators and the API server compare addresses as texts, so another spelling would be another portal.
 */
export function canonical(settings: Sections): Sections {
  const { nas, network } = settings;
  const nodes = Object.entries(network.nodes).map(
    ([name, adapter]) =>
      [
        name,
        adapter.address === undefined
          ? adapter
          : { ...adapter, address: adapterAddress(adapter.address) },
      ] as const,
  );
  return {
    ...settings,
    network: { ...network, nodes: Object.fromEntries(nodes) },
    nas: { ...nas, portal: portal(nas.portal), nfs: { server: address(nas.nfs.server) } },
  };
}

function portal(text: string): string {
  const parsed = parsePortal(text);
  return parsed.ok ? parsed.value.text : text;
}

function address(text: string): string {
  const parsed = parseAddress(text);
  return parsed.ok ? parsed.value.text : text;
}

function adapterAddress(text: string): string {
  const parsed = parseInterfaceAddress(text);
  return parsed.ok ? `${parsed.value.text}/${parsed.value.prefixLength}` : text;
}
