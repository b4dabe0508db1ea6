/** Secret that an issuer fills unless the settings name another. */
export const defaultCertificate = "jenkins-tls";

/** The Secrets of one certificate: that of the users' host, and that of the webhooks' host. */
export interface CertificateSecrets {
  readonly users: string;
  readonly webhooks: string;
}

/** An issuer fills one Secret a host, each named after the first one. */
export function certificateSecrets(users: string = defaultCertificate): CertificateSecrets {
  return { users, webhooks: `${users}-webhooks` };
}
