/**
 * Shell functions that configure the adapter of a machine with the real programs. Their folders below /etc and /var are
 * the test's own.
 */
export const renderers = `
mkdir -p /run/etc/NetworkManager /run/etc/systemd/network /run/systemd/netif /run/dbus
printf '%s:x:0:0::/:/bin/sh\\n' root systemd-network > /run/etc/passwd
printf '%s:x:0:\\n' root systemd-network > /run/etc/group
printf '[main]\\nplugins=keyfile\\n' > /run/etc/NetworkManager/NetworkManager.conf
mount --bind /run/etc /etc
mount -t tmpfs tmpfs /var
mkdir -p /var/lib/NetworkManager

# Like in a container: what it should know of adapters it asks the kernel, not udev, which is not here.
alone() { mount -o remount,ro,bind /sys; exec "$@"; }
export -f alone

networkd() { # machine
  on "$1" bash -c 'alone systemd-networkd' 2> /run/networkd.log &
}

bus() {
  cat > /run/bus.conf << 'END'
<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
END
  export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/dbus/system_bus_socket
  dbus-daemon --config-file=/run/bus.conf --nofork --nopidfile 2> /run/bus.log &
  until_true test -S /run/dbus/system_bus_socket
}

network_manager() { # machine
  bus
  on "$1" bash -c 'alone NetworkManager --no-daemon --debug' > /run/network-manager.log 2>&1 &
  until_true on "$1" nmcli --terse general status
}

has_address() { ip -n "$1" -6 address show dev enp2s0 | grep -q "inet6 $2"; }
`;

/** Shell functions of a router that a mistake has put on the link. */
export const router = `
router() { # machine
  cat > /run/radvd.conf << 'END'
interface enp2s0 {
  AdvSendAdvert on;
  MinRtrAdvInterval 3;
  MaxRtrAdvInterval 4;
  prefix 2001:db8:1::/64 { };
};
END
  on "$1" sysctl --quiet --write net/ipv6/conf/all/forwarding=1
  on "$1" radvd --nodaemon --config /run/radvd.conf --pidfile /run/radvd.pid --logmethod none &
}

has_default_route() { ip -n "$1" -6 route show default | grep -q .; }
heard() { on "$1" grep -q '^Icmp6InRouterAdvertisements[[:space:]]*[1-9]' /proc/net/snmp6; }

describe() { # machine
  echo "$1: $(ip -n "$1" -6 route show default | wc -l) default routes," \\
    "$(ip -n "$1" -6 address show dev enp2s0 scope global | grep -c inet6) addresses"
}
`;
