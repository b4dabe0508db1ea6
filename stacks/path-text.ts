/** A path of settings as it is written: `storage.luns.jenkins.size`, `network.nodes["node.example"]`, `list[1]`. */
export function pathText(path: readonly string[]): string {
  return path
    .map((part, index) => {
      if (/^\d+$/.test(part)) return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}
