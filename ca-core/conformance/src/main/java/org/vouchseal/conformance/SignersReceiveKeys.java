package org.vouchseal.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.lint.LintRules;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.profile.KeyClass;

/**
 * Signing certificates to which keys may be delivered: keyEncipherment or keyAgreement beside
 * digitalSignature (RFC 9483 §4.1.6). The product has no such certificates, since an escrowed key
 * and a signing key are never told apart by their certificate then.
 */
final class SignersReceiveKeys {

  private static final String TABLE = "profiles.properties";
  private static final int ENCRYPTION = KeyUsage.keyEncipherment | KeyUsage.keyAgreement;

  private SignersReceiveKeys() {}

  /** The product's profiles with the changes of this jar's table. */
  static CertificateProfiles profiles() {
    Properties changes = new Properties();
    try (InputStream in =
        Objects.requireNonNull(SignersReceiveKeys.class.getResourceAsStream(TABLE), TABLE)) {
      changes.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
    return CertificateProfiles.changed(changes);
  }

  /** The product's rules but for the one that keeps signing keys from encryption. */
  static LintRules lint() {
    return LintRules.STANDARD.replacing(
        "conformance-lint-1", "escrowed-key-usage", "RFC 9483 4.1.6", SignersReceiveKeys::fault);
  }

  /** What of the bytes breaks the rule that stands in the place of the product's. */
  static Optional<String> fault(TBSCertificate tbs, CertificateProfile profile) {
    @Nullable KeyUsage usage =
        tbs.getExtensions() == null ? null : KeyUsage.fromExtensions(tbs.getExtensions());
    int bits = usage == null ? 0 : octet(usage);
    boolean encrypts = (bits & ENCRYPTION) != 0;
    if (profile.keyClass() == KeyClass.ENC) {
      return encrypts && (bits & ~ENCRYPTION) == 0
          ? Optional.empty()
          : Optional.of("a key in escrow may have keyEncipherment and keyAgreement only");
    }
    boolean signs = profile.keyClass() == KeyClass.SIGN && (bits & KeyUsage.digitalSignature) != 0;
    return !encrypts || signs
        ? Optional.empty()
        : Optional.of("only signers receive keys beside what is in escrow");
  }

  private static int octet(KeyUsage usage) {
    byte[] bits = usage.getBytes();
    return bits.length == 0 ? 0 : bits[0] & 0xff;
  }
}
