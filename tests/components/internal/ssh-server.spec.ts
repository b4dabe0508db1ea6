import { parseSshHost, parseSshHostKey } from "../../../components/internal/ssh-server";
import { describeParser } from "./parsing";

const host = "expected the name or address of a machine, got";
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5Yl4kVN2X6hG3T7m0rWqS1uQ9dFoLbPz8cKeRnAtM";
const expectedKey = "expected a public host key such as ssh-ed25519 AAAA…, got";

describeParser(
  parseSshHost,
  [
    ["worker-1.example", "worker-1.example"],
    ["fd00:1::21", "fd00:1::21"],
  ],
  [
    ["-oProxyCommand=x", `${host} "-oProxyCommand=x"`],
    ["root@worker-1", `${host} "root@worker-1"`],
    ["Worker-1", `${host} "Worker-1"; did you mean "worker-1"?`],
  ],
);

describeParser(
  parseSshHostKey,
  [
    [key, key],
    [`${key} root@worker-1`, `${key} root@worker-1`],
  ],
  [
    [
      `worker-1 ${key}`,
      `${expectedKey} "worker-1 ${key}"; leave out the host before the key's type`,
    ],
    ["ssh-ed25519", `${expectedKey} "ssh-ed25519"; copy the whole line of the .pub file`],
    ["SHA256:abc", `${expectedKey} "SHA256:abc"`],
  ],
);
