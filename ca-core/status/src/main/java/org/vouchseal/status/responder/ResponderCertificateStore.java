package org.vouchseal.status.responder;

import java.util.Optional;

/** Keeps every responder certificate ever used. Needs a running transaction. */
public interface ResponderCertificateStore {

  /**
   * The one for this key that lasts longest.
   *
   * @param subjectPublicKeyInfo DER of the key that the token holds now
   */
  Optional<ResponderCertificate> newest(String issuer, byte[] subjectPublicKeyInfo);

  /** Adds one; nothing is ever replaced. */
  void add(ResponderCertificate certificate, byte[] subjectPublicKeyInfo);
}
