package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.crmf.POPOPrivKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/**
 * When a private key may be sent along (control pkiArchiveOptions, RFC 4211 §6.4): always and only
 * for the profile whose keys clients make; and how such a request proves possession.
 */
final class ArchiveRules {

  private static final int ENCR_CERT = 0;

  private ArchiveRules() {}

  /** Why control and profile do not go together. */
  static Optional<CmpRefusal> refusal(Route route, CertificationRequest request) {
    if (request.controls().archive() == route.isArchived()) {
      return Optional.empty();
    }
    return Optional.of(
        CmpFailure.BAD_REQUEST.because(
            route.isArchived()
                ? "profile " + route.profile() + " needs control pkiArchiveOptions"
                : "control pkiArchiveOptions is taken for profile encryption-client only"));
  }

  /** The key that is brought, whose possession the key service is to prove. */
  static Outcome<ArchivedKey, CmpRefusal> key(CertificationRequest request) {
    if (!request.hasKey()) {
      return Outcome.refused(
          CmpFailure.BAD_CERT_TEMPLATE.because(
              "profile encryption-client certifies a key of the client, the template has none"));
    }
    SubjectPublicKeyInfo key = request.template().getPublicKey();
    return request
        .proof()
        .map(proof -> encryptedCertificate(proof, key))
        .orElseGet(() -> Outcome.of(new ArchivedKey(key, false)));
  }

  private static Outcome<ArchivedKey, CmpRefusal> encryptedCertificate(
      ProofOfPossession proof, SubjectPublicKeyInfo key) {
    return switch (proof.getType()) {
      case ProofOfPossession.TYPE_RA_VERIFIED ->
          Outcome.refused(
              CmpFailure.NOT_AUTHORIZED.because("raVerified is for registration authorities only"));
      case ProofOfPossession.TYPE_SIGNING_KEY ->
          badPop("a key for encryption proves nothing by a signature, leave out popo");
      case ProofOfPossession.TYPE_KEY_ENCIPHERMENT, ProofOfPossession.TYPE_KEY_AGREEMENT ->
          isEncrCert(proof) && fits(proof, key)
              ? Outcome.of(new ArchivedKey(key, true))
              : badPop(
                  "of popo only subsequentMessage encrCert is taken: keyEncipherment for an RSA"
                      + " key, keyAgreement for a curve");
      default -> badPop("popo is of an unknown kind");
    };
  }

  private static boolean isEncrCert(ProofOfPossession proof) {
    POPOPrivKey way = POPOPrivKey.getInstance(proof.getObject());
    return way.getType() == POPOPrivKey.subsequentMessage
        && ASN1Integer.getInstance(way.getValue()).hasValue(ENCR_CERT);
  }

  private static boolean fits(ProofOfPossession proof, SubjectPublicKeyInfo key) {
    boolean rsa = key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    return rsa == (proof.getType() == ProofOfPossession.TYPE_KEY_ENCIPHERMENT);
  }

  private static Outcome<ArchivedKey, CmpRefusal> badPop(String text) {
    return Outcome.refused(CmpFailure.BAD_POP.because(text));
  }
}
