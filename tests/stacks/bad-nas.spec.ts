import { describeRefusals } from "./refusals";

const fingerprint = Array.from({ length: 32 }, () => "AB").join(":");

describeRefusals("ways to trust the NAS", [
  [
    "an authority beside a fingerprint",
    {
      "nas.certificateAuthority": "tests/stacks/files/authority.pem",
      "nas.certificateFingerprint": fingerprint,
    },
    `nas.certificateFingerprint: expected no such setting beside nas.certificateAuthority, got "${fingerprint}"; the NAS is trusted by an authority, by one certificate or not at all`,
  ],
  [
    "a fingerprint that is not to be looked at",
    { "nas.certificateFingerprint": fingerprint, "nas.insecure": true },
    "nas.insecure: expected no such setting beside nas.certificateFingerprint, got true; the NAS is trusted by an authority, by one certificate or not at all",
  ],
  [
    "a fingerprint of another kind",
    { "nas.certificateFingerprint": "AB:CD" },
    'nas.certificateFingerprint: expected a SHA-256 fingerprint: 32 pairs of hexadecimal digits in capitals, with colons, got "AB:CD"',
  ],
  [
    "a switch in words",
    { "nas.insecure": "yes" },
    'nas.insecure: expected true or false, got "yes"',
  ],
]);
