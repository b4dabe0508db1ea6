/** Annotation of the controller's pod with its hash: what the StatefulSet was told to run is then known from the state. */
export const podHashAnnotation = "jenkins-stack/pod-hash";
