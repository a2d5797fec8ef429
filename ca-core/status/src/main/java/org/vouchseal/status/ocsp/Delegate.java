package org.vouchseal.status.ocsp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.status.responder.ResponderCertificate;

/** The certificate of a responder as its answers need it: read once, encoded once. */
final class Delegate {

  private final byte[] der;
  private final Instant notAfter;
  private final SubjectPublicKeyInfo key;
  private final ResponderID id;
  private final ASN1Sequence certificates;
  private volatile boolean proved;

  Delegate(ResponderCertificate certificate, CryptoProviders providers) {
    Certificate read = Certificate.getInstance(certificate.der());
    this.der = certificate.der();
    this.notAfter = certificate.notAfter();
    this.key = read.getSubjectPublicKeyInfo();
    try {
      byte[] hash = providers.digest("SHA-1").digest(key.getPublicKeyData().getOctets());
      this.id = new ResponderID(new DEROctetString(hash));
      // read from octets it is written as octets, not element by element
      this.certificates = ASN1Sequence.getInstance(new DERSequence(read).getEncoded("DER"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a responder certificate cannot be encoded", e);
    }
  }

  boolean isOf(ResponderCertificate certificate) {
    return Arrays.equals(der, certificate.der());
  }

  /** Inclusive. */
  Instant notAfter() {
    return notAfter;
  }

  /** Whose signatures its answers carry. */
  SubjectPublicKeyInfo key() {
    return key;
  }

  /** By key (RFC 6960 §4.2.2.3). */
  ResponderID id() {
    return id;
  }

  /** What goes into {@code certs}. */
  ASN1Sequence certificates() {
    return certificates;
  }

  /** Whether a signature of our key was seen to verify under it. */
  boolean isProved() {
    return proved;
  }

  void prove() {
    proved = true;
  }
}
