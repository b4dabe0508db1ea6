import { readableFile, type NodeDocument } from "./document";

/**
 * Makes the kernel deaf to routers on the adapter, also before its renderer has started.
 *
 * With the kernel's defaults a single advertisement on the storage network leaves a default route and a second address.
 * Slashes, because a dot may be part of an adapter's name.
 */
export function noRouterAdvertisements(adapter: string): NodeDocument {
  return readableFile("/etc/sysctl.d/90-storage.conf", [
    "# No router belongs on the storage network.",
    ...Object.entries(settings).map(([key, value]) => `net/ipv6/conf/${adapter}/${key} = ${value}`),
  ]);
}

/** Kernel settings of an adapter that listens to no router. */
const settings = { accept_ra: 0, autoconf: 0 };
