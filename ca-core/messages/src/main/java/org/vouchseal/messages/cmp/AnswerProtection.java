package org.vouchseal.messages.cmp;

import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;

/** How one answer is protected, and so who can verify it. */
public interface AnswerProtection {

  /**
   * Builds and protects an answer.
   *
   * @param moreCertificates DER of further certificates for extraCerts, after those that the
   *     protection itself needs; one that is there already is left out
   * @return DER of the PKIMessage
   */
  byte[] protect(AnswerHeader header, PKIBody body, List<byte[]> moreCertificates);

  /**
   * Under the secret of the request, in kind: the same family, algorithms and number of iterations
   * with a fresh salt.
   *
   * @param request what {@link MacProtection#verify} returned
   * @param secret not kept beyond the caller's use of the result; the caller closes it afterwards
   */
  static AnswerProtection mac(
      CryptoProviders providers, SecureRandom random, MacParameters request, MacSecret secret) {
    return new MacAnswer(new MacComputation(providers), random, request, secret);
  }

  /**
   * Signed by us.
   *
   * @param chain DER of the signer's certificate, then of its issuers as far as clients need them
   */
  static AnswerProtection signature(SigningKey key, List<byte[]> chain) {
    return new SignedAnswer(key, chain);
  }

  /** Not at all: for errors to somebody whose credential is not known. */
  static AnswerProtection none() {
    return new UnprotectedAnswer();
  }
}
