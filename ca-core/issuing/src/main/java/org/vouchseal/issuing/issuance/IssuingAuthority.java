package org.vouchseal.issuing.issuance;

import java.util.function.Supplier;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.issuing.x509.IssuerCertificate;

/**
 * A CA whose key is at hand.
 *
 * @param certificate its certificate
 * @param key gives its key; asked for at each use, so that a token may come and go
 */
public record IssuingAuthority(IssuerCertificate certificate, Supplier<SigningKey> key) {

  /** Name of the CA that certifies end entities. */
  public static final String SMIME = "smime";
}
