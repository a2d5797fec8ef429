package org.vouchseal.ceremony;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.SignatureAlgorithm;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;

/**
 * A revocation list of the root, believed since the root has signed it.
 *
 * @param entries sorted by their serial numbers
 */
record RootCrl(long number, Instant thisUpdate, List<RevokedEntry> entries) {

  private static final String NUMBER = "2.5.29.20";

  RootCrl {
    entries = List.copyOf(entries);
  }

  /**
   * Reads and verifies one.
   *
   * @throws CeremonyRefused when it is not the root's
   */
  static RootCrl read(byte[] der, IssuerCertificate root, TbsSigner signer) {
    try {
      X509CRL list =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      boolean signed =
          Arrays.stream(SignatureAlgorithm.values())
              .filter(algorithm -> algorithm.oid().equals(list.getSigAlgOID()))
              .anyMatch(algorithm -> verifies(list, algorithm, root, signer));
      if (!signed || !Arrays.equals(list.getIssuerX500Principal().getEncoded(), root.subject())) {
        throw new CeremonyRefused("root.crl is not signed by the root");
      }
      List<RevokedEntry> entries = new ArrayList<>();
      if (list.getRevokedCertificates() != null) {
        list.getRevokedCertificates().forEach(found -> entries.add(entry(found)));
      }
      return new RootCrl(number(list), list.getThisUpdate().toInstant(), sorted(entries));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CeremonyRefused("root.crl cannot be read: " + e.getMessage(), e);
    }
  }

  /** Its entries and another one. */
  List<RevokedEntry> entriesWith(Optional<RevokedEntry> another) {
    List<RevokedEntry> all = new ArrayList<>(entries);
    another.ifPresent(
        added -> {
          entries.stream()
              .filter(entry -> entry.serial().equals(added.serial()))
              .findFirst()
              .ifPresent(
                  entry -> {
                    throw new CeremonyRefused(
                        "it has been revoked at " + entry.at() + " for " + entry.reason().label());
                  });
          all.add(added);
        });
    return sorted(all);
  }

  private static List<RevokedEntry> sorted(List<RevokedEntry> entries) {
    return entries.stream().sorted(Comparator.comparing(e -> e.serial().value())).toList();
  }

  private static boolean verifies(
      X509CRL list, SignatureAlgorithm algorithm, IssuerCertificate root, TbsSigner signer) {
    try {
      return signer.verifies(
          list.getTBSCertList(), algorithm, list.getSignature(), root.subjectPublicKeyInfo());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static RevokedEntry entry(X509CRLEntry found) {
    int code =
        Optional.ofNullable(found.getRevocationReason())
            .map(java.security.cert.CRLReason::ordinal)
            .orElse(0);
    return new RevokedEntry(
        new SerialNumber(found.getSerialNumber()),
        found.getRevocationDate().toInstant(),
        RevocationReason.ofCode(code)
            .orElseThrow(() -> new IllegalArgumentException("an entry with reason " + code)));
  }

  private static long number(X509CRL list) {
    byte @Nullable [] extension = list.getExtensionValue(NUMBER);
    if (extension == null) {
      throw new IllegalArgumentException("it has no number");
    }
    BigInteger number =
        ASN1Integer.getInstance(ASN1OctetString.getInstance(extension).getOctets()).getValue();
    return number.longValueExact();
  }
}
