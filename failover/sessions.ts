import { parseAddress, parseInterfaceAddress } from "../components/internal/address";

/** An initiator that is logged in to a target of the stack. */
export interface LoggedIn {
  readonly target: string;
  /** Name of the initiator. */
  readonly iqn: string;
  /** Where it comes from. */
  readonly address: string;
}

/** What the settings know of a node's adapter on the storage network. */
export interface Adapter {
  /** With its prefix length. */
  readonly address?: string;
  readonly initiatorName?: string;
}

/** Whose session one is: a node's, or nobody can tell whose. */
export interface Attributed extends LoggedIn {
  /** Undefined where neither name nor address is that of a declared node. */
  readonly node: string | undefined;
}

/**
 * Says whose sessions they are, by the addresses and initiator names of the settings.
 *
 * The name counts before the address: an address may be taken over, a name is in a file of the node. Where both are
 * known and contradict each other, nobody can tell.
 */
export function attributed(
  sessions: readonly LoggedIn[],
  nodes: Readonly<Record<string, Adapter>>,
): Attributed[] {
  const known = Object.entries(nodes);
  return sessions.map((session) => {
    const byName = known.find(([, { initiatorName }]) => initiatorName === session.iqn)?.[0];
    const address = canonical(session.address);
    const byAddress = known.find(([, adapter]) => {
      const own =
        adapter.address === undefined ? undefined : parseInterfaceAddress(adapter.address);
      return own?.ok === true && own.value.text === address;
    })?.[0];
    const contradict = byName !== undefined && byAddress !== undefined && byName !== byAddress;
    return { ...session, node: contradict ? undefined : (byName ?? byAddress) };
  });
}

/** A NAS shows an address with a port, with brackets or as it likes. */
function canonical(text: string): string {
  const [, bracketed = text] = /^\[([^\]]+)\]/.exec(text) ?? [];
  const address = parseAddress(bracketed);
  return address.ok ? address.value.text : bracketed;
}
