package org.vouchseal.sdk.enrolment;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.SigningCredential;
import org.vouchseal.sdk.cmp.Transfer;
import org.vouchseal.sdk.x509.TrustAnchors;

/**
 * Revokes the signing certificate of an identity, signed by itself. When it was the last valid one
 * of its order, the CA revokes the encryption certificate with it, as superseded. The files stay:
 * what was encrypted remains readable.
 */
public final class RevokeIdentity {

  private final URI cmp;
  private final Transfer transfer;
  private final IdentityStore store;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * @param cmp CMP address up to {@code /.well-known/cmp}
   */
  public RevokeIdentity(
      URI cmp, Transfer transfer, IdentityStore store, Clock clock, SecureRandom random) {
    this.cmp = cmp;
    this.transfer = transfer;
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /**
   * The outcome.
   *
   * @param certificate the signing certificate, which is revoked now
   * @param before whether it was revoked before
   */
  public record Revoked(X509Certificate certificate, boolean before) {}

  /** Revokes; asking again for a revoked certificate is no failure. */
  public Revoked revoke(Path folder, RevocationReason reason) {
    StoredIdentity identity = store.open(folder);
    X509Certificate certificate = identity.path().get(0);
    SigningCredential credential = new SigningCredential(identity.signingKey(), identity.path());
    CmpMessages messages =
        new CmpMessages(new TrustAnchors(List.of(identity.root())), clock, random);
    byte[] request = messages.revocationRequest(credential, certificate, reason);
    try {
      messages.readRevoked(request, transfer.exchange(cmp, request), credential);
      return new Revoked(certificate, false);
    } catch (RefusedByCa refused) {
      if (refused.authentic() && refused.code().equals("certRevoked")) {
        return new Revoked(certificate, true);
      }
      throw refused;
    }
  }
}
