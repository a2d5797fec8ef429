package org.vouchseal.issuing.cmp.genm;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x509.Certificate;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.directory.RootKeyUpdate;

/** Certificates of this authority: caCerts, rootCaCert, caProtEncCert. */
final class CaCertificates {

  private static final String ARCHIVE_TRANSPORT = "archive-transport";

  private final PkiDirectory directory;
  private final Optional<RootKeyUpdate> update;

  private CaCertificates(PkiDirectory directory, Optional<RootKeyUpdate> update) {
    this.directory = directory;
    this.update = update;
  }

  /** Takes the directory's change of the root's key only when each of its signatures is right. */
  static CaCertificates of(PkiDirectory directory, CryptoProviders providers) {
    Optional<RootKeyUpdate> update = directory.rootKeyUpdate();
    update
        .flatMap(given -> new RootKeyUpdateCheck(new TbsSigner(providers)).fault(given))
        .ifPresent(
            fault -> {
              throw new IllegalStateException(
                  "the ceremony's folder names a root update that proves nothing: " + fault);
            });
    return new CaCertificates(directory, update);
  }

  /**
   * The issuing CAs and their root (RFC 9810 §5.3.19.14). The root is for comparison: nobody trusts
   * it because it came this way.
   */
  InfoTypeAndValue all() {
    return new InfoTypeAndValue(
        InfoType.CA_CERTS.oid(),
        new DERSequence(
            Stream.of("smime", "trust", "root")
                .map(directory::certificate)
                .map(PublishedDer::of)
                .toArray(ASN1Encodable[]::new)));
  }

  /** The certificate that keys are encrypted to on their way to us, once there is one. */
  InfoTypeAndValue forEncryption() {
    return directory
        .findCertificate(ARCHIVE_TRANSPORT)
        .map(der -> new InfoTypeAndValue(InfoType.CA_PROT_ENC_CERT.oid(), PublishedDer.of(der)))
        .orElseGet(() -> new InfoTypeAndValue(InfoType.CA_PROT_ENC_CERT.oid()));
  }

  /**
   * What replaces the root certificate in the question, or our root where it names none; without
   * value when nothing does (RFC 9810 §5.3.19.15), which is true of any other authority's root.
   */
  Outcome<InfoTypeAndValue, CmpRefusal> rootUpdate(Optional<ASN1Encodable> asked) {
    Optional<byte[]> held;
    try {
      held = asked.map(CaCertificates::certificate);
    } catch (RuntimeException malformed) {
      return Outcome.refused(
          CmpFailure.BAD_DATA_FORMAT.because("the value of rootCaCert is not a certificate"));
    }
    return Outcome.of(
        update
            .filter(known -> held.isEmpty() || Arrays.equals(known.old(), held.get()))
            .map(CaCertificates::content)
            .orElseGet(() -> new InfoTypeAndValue(CMPObjectIdentifiers.id_it_rootCaKeyUpdate)));
  }

  private static byte[] certificate(ASN1Encodable value) {
    try {
      return Certificate.getInstance(value).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InfoTypeAndValue content(RootKeyUpdate update) {
    ASN1EncodableVector certificates = new ASN1EncodableVector();
    certificates.add(PublishedDer.of(update.newWithNew()));
    certificates.add(new DERTaggedObject(true, 0, PublishedDer.of(update.newWithOld())));
    update
        .oldWithNew()
        .ifPresent(der -> certificates.add(new DERTaggedObject(true, 1, PublishedDer.of(der))));
    return new InfoTypeAndValue(
        CMPObjectIdentifiers.id_it_rootCaKeyUpdate, new DERSequence(certificates));
  }
}
