/**
 * File in a home that a migration copies, which says what is known of it: where it comes from, and whether it was
 * compared.
 *
 * In the volume, because that is what is asked about: a clone or a restored snapshot answers for itself.
 */
export const markerFile = ".jenkins-stack-migration";

/** Line of that file in a home that was compared as a whole: Jenkins may start on no other. */
export const wholeLine = "state verified";
