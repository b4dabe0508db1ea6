import { everywhere } from "../../internal/cidr";
import { apiServerPorts } from "../../internal/network-egress";
import type { ControllerSettings } from "../controller-args";

/** What names servers that the controller asks. */
export type NamingSettings = Pick<
  ControllerSettings,
  "configuration" | "exposure" | "plugins" | "proxy"
>;

/** A server, and the setting that names it. */
interface NamedServer {
  readonly setting: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Warns of servers that the settings name and the policies keep the controller from.
 *
 * Policies know addresses and settings know names, so it is their ports that are compared: too little for an error.
 */
export function networkWarnings(settings: NamingSettings): string[] {
  if (!settings.exposure.network.enabled) return [];
  const closed = namedServers(settings)
    .filter(({ host, port }) => !openPorts(settings, host).includes(port))
    .map(
      ({ setting, host, port }) =>
        `${setting}: the network policies keep the controller from ${host} on port ${port}, declare it in exposure.network`,
    );
  return [...closed, ...idleHosts(settings)];
}

/** Hosts whose networks are declared for nothing, because another rule opens their ports to all (E-25). */
function idleHosts({ exposure }: NamingSettings): string[] {
  const { apiServer, sourceHosts } = exposure.network;
  const hosts = Object.entries(sourceHosts)
    .filter(
      ([, { ports }]) => toAll(apiServer) && ports.some((port) => apiServerPorts.includes(port)),
    )
    .map(([host]) => host);
  return hosts.length === 0
    ? []
    : [
        `exposure.network.apiServer: it is every network, so the networks of exposure.network.sourceHosts (${hosts.join(", ")}) mean nothing on ports ${apiServerPorts.join(" and ")}; name those where the API server answers`,
      ];
}

function toAll(networks: readonly string[]): boolean {
  return networks.some((network) => everywhere.includes(network));
}

/** Ports on which a host may be reached, at whatever address it has. */
function openPorts({ exposure, plugins }: NamingSettings, host: string): number[] {
  const { apiServer, updateCentre, sourceHosts, egress } = exposure.network;
  const own = Object.entries(sourceHosts).filter(([name]) => name === host);
  return [
    ...(toAll(apiServer) ? apiServerPorts : []),
    ...(toAll(updateCentre) && plugins.source === "lock" ? [443] : []),
    ...own.flatMap(([, { ports }]) => ports),
    ...Object.values(egress).flatMap(({ ports }) => ports),
  ];
}

function namedServers({ configuration, plugins, proxy }: NamingSettings): NamedServer[] {
  const { libraries, pipelines, multibranch, mailer } = configuration;
  const repositories = { libraries, pipelines, multibranch };
  const remotes = Object.entries(repositories).flatMap(([kind, entries]) =>
    Object.entries<{ readonly repository?: string }>(entries).map(([name, { repository }]) =>
      serverOf(`configuration.${kind}.${name}.repository`, repository),
    ),
  );
  const mirrors = plugins.source === "lock" ? { ...plugins.updateCentre } : {};
  const downloads = Object.entries<string | undefined>(mirrors).map(([name, url]) =>
    serverOf(`plugins.updateCentre.${name}`, url),
  );
  const behindProxy = ({ port }: NamedServer) => proxy !== undefined && port === 443;
  return [
    ...[...remotes, ...downloads].filter((server) => server !== undefined && !behindProxy(server)),
    mailer && { setting: "configuration.mailer", host: mailer.server, port: mailer.port },
    serverOf("jenkins.proxy.url", proxy?.url),
  ].filter((server) => server !== undefined);
}

/** The server of an address as Git or a browser takes it; nothing for what is none. */
function serverOf(setting: string, address: string | undefined): NamedServer | undefined {
  if (address === undefined) return undefined;
  const [, scp] = /^[\w.-]+@([\w.-]+):(?!\/\/)/.exec(address) ?? [];
  if (scp !== undefined) return { setting, host: scp, port: 22 };
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname: host, port } = new URL(address);
  const usual = { "http:": 80, "https:": 443, "ssh:": 22 }[protocol];
  const asked = port === "" ? usual : Number(port);
  return asked === undefined ? undefined : { setting, host, port: asked };
}
