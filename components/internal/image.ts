import { accepted, refused, type Parsed } from "./parsed";

/** A container image that can only ever mean one thing. */
export interface Image {
  /** Registry and path, e.g. `docker.io/jenkins/jenkins`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…`; where it stands, it decides and the tag is a remark. */
  readonly digest?: string;
}

const exactImage = "an image with its registry and an exact tag or digest";
const jenkinsImage =
  'an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest';
const datedImage = 'an image with a dated tag such as "nomultilib-20260824", or a digest';
const moving = "a moving tag would change the software on every pod restart";
const form =
  /^(?<repository>[a-z0-9]+(?:[._:/-]+[a-zA-Z0-9]+)*?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/**
 * Reads an image reference with an exact tag or a digest.
 *
 * Exact means: a full version (`1.2.3`), a date (`20260824`) or a Jenkins build (`3391.va_37fa_a_305d6d`).
 * The registry is required: what a short name stands for depends on the node that pulls it.
 */
export function parseImage(text: string): Parsed<Image> {
  const image = reference(text, exactImage, parseImage);
  if (!image.ok || image.value.digest !== undefined) return image;
  return image.value.tag !== undefined && isExact(image.value.tag)
    ? image
    : refused(exactImage, moving);
}

/**
 * Reads the controller's image (A-01): the tag also pins the Java line, because Jenkins' default one moves.
 *
 * A number after it tells the builds of an image of one's own apart, e.g. `2.580.1-jdk21-7`.
 */
export function parseJenkinsImage(text: string): Parsed<Image> {
  const image = reference(text, jenkinsImage, parseJenkinsImage);
  if (!image.ok || image.value.digest !== undefined) return image;
  const { repository, tag = "" } = image.value;
  return /^\d+\.\d+\.\d+(-lts)?-jdk(21|25)(-\d+)?$/.test(tag)
    ? image
    : refused(jenkinsImage, jenkinsRepair(repository, tag));
}

/** The Jenkins a controller image holds, e.g. `2.580.1`; nothing for a digest without a tag, which does not say. */
export function jenkinsVersion({ tag = "" }: Image): string | undefined {
  return /^\d+\.\d+\.\d+(?=-|$)/.exec(tag)?.[0];
}

function jenkinsRepair(repository: string, tag: string): string {
  const [, version, variant = ""] = /^(\d+\.\d+\.\d+)(-.*)?$/.exec(tag) ?? [];
  if (version !== undefined) {
    const correct = `did you mean "${repository}:${version}-jdk21"?`;
    if (/-jdk(8|11|17)\b/.test(variant)) return `Jenkins no longer runs on that Java; ${correct}`;
    if (/-(alpine|slim|rhel|windows)/.test(variant))
      return `the scripts of the pod are proven with the Debian image; ${correct}`;
    return correct;
  }
  return /^\d+\.\d+(-|$)/.test(tag)
    ? "a weekly release, or a line of releases: an LTS release has three numbers"
    : "a moving tag would upgrade Jenkins on every pod restart";
}

/** Reads a Gentoo image: its exact tags end in the date of the build. */
export function parseDatedImage(text: string): Parsed<Image> {
  const image = reference(text, datedImage, parseDatedImage);
  if (!image.ok || image.value.digest !== undefined) return image;
  return /(^|-)20\d{6}$/.test(image.value.tag ?? "") ? image : refused(datedImage, moving);
}

function reference(
  text: string,
  expected: string,
  parse: (text: string) => Parsed<Image>,
): Parsed<Image> {
  const parts = form.exec(text)?.groups;
  const repository = parts?.["repository"];
  if (parts === undefined || repository === undefined) return refused(expected);
  const [host = "", ...path] = repository.split("/");
  const named = path.length > 0 && (/[.:]/.test(host) || host === "localhost");
  if (!named || /[A-Z:]/.test(path.join("/")))
    return refused(expected, named ? undefined : repairWithRegistry(text, parse));
  return accepted({
    repository,
    ...(parts["tag"] === undefined ? {} : { tag: parts["tag"] }),
    ...(parts["digest"] === undefined ? {} : { digest: parts["digest"] }),
  });
}

/** Nothing is proposed that would be refused in turn: what is wrong with it is said instead. */
function repairWithRegistry(
  text: string,
  parse: (text: string) => Parsed<Image>,
): string | undefined {
  const whole = `docker.io/${fullPath(text)}`;
  const image = parse(whole);
  return image.ok ? `did you mean "${whole}"?` : image.problem.fix;
}

function fullPath(text: string): string {
  return text.includes("/") ? text : `library/${text}`;
}

function isExact(tag: string): boolean {
  return /\d+\.\d+\.\d+/.test(tag) || /(^|[-.])20\d{6}$/.test(tag) || /^\d+\.v[0-9a-f]+_/.test(tag);
}
