import { parseCidr } from "../../components/internal/cidr";
import { parseName } from "../../components/internal/kubernetes-name";
import { group, keyed, listOf, text, wholeNumber } from "../fields";

/** Networks, at least one: policies take none for all. */
export const networks = () => listOf(text(parseCidr), { atLeast: 1 });

/** A TCP port. */
export const port = wholeNumber(1, 65535);

/** A host of source code, by where it answers (E-25). */
export const sourceHost = group({
  networks: networks().meta({
    description: "Networks the host answers from. GitHub publishes its own at api.github.com/meta.",
    examples: [["140.82.112.0/20", "2606:50c0::/32"]],
  }),
  ports: listOf(port, { atLeast: 1 })
    .default([443, 22])
    .meta({ description: "TCP ports: HTTPS and SSH.", examples: [[443, 22]] }),
}).meta({ description: "One host of source code." });

/** Servers by a name of one's choice, each with its networks or the namespace of its pods. */
export const servers = (who: string) =>
  keyed(
    parseName,
    group({
      networks: networks()
        .exactOptional()
        .meta({ description: "Networks of the servers.", examples: [["192.0.2.25/32"]] }),
      namespace: text(parseName)
        .exactOptional()
        .meta({
          description: "Namespace of the servers' pods, instead of networks.",
          examples: ["keycloak"],
        }),
      ports: listOf(port, { atLeast: 1 }).meta({ description: "TCP ports.", examples: [[636]] }),
    }).meta({ description: `Servers that ${who}.` }),
  ).default({});
