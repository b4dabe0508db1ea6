/** What is known of an object that somebody else made. */
export interface ForeignMetadata {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

/**
 * Who looks after a claim, in words: whoever reads a manifest or a release from somewhere makes it anew, or deletes it
 * with what it belongs to.
 *
 * Told by what these programs write on objects. A controller that writes nothing stays unknown.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 * @see https://helm.sh/docs/chart_best_practices/labels/
 */
export function reconcilers({
  name = "",
  labels = {},
  annotations = {},
  ownerReferences = [],
}: ForeignMetadata): string[] {
  const tracked = annotations["argocd.argoproj.io/tracking-id"]?.split(":")[0];
  const named: readonly (readonly [string, string | undefined])[] = [
    ["Argo CD application", tracked ?? labels["argocd.argoproj.io/instance"]],
    ["Flux kustomization", labels["kustomize.toolkit.fluxcd.io/name"]],
    ["Flux Helm release", labels["helm.toolkit.fluxcd.io/name"]],
    ["Helm release", annotations["meta.helm.sh/release-name"]],
  ];
  const known = [
    ...named.flatMap(([kind, owner]) => (owner === undefined ? [] : [`${kind} ${owner}`])),
    ...ownerReferences.map((owner) => `${owner.kind} ${owner.name}`),
  ];
  const instance = labels["app.kubernetes.io/instance"];
  return [
    ...known,
    // Argo CD's oldest way to track, and a label of Helm charts.
    ...(known.length === 0 && instance !== undefined
      ? [`Argo CD application or Helm release ${instance}`]
      : []),
    ...("kubectl.kubernetes.io/last-applied-configuration" in annotations
      ? ["a manifest for kubectl apply"]
      : []),
    ...(/-\d+$/.test(name) ? ["perhaps a StatefulSet with volumeClaimTemplates"] : []),
  ];
}
