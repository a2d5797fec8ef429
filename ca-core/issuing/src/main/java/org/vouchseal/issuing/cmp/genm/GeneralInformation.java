package org.vouchseal.issuing.cmp.genm;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.issuing.crl.CrlStore;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.Transactions;

/**
 * Answers the questions of general messages (RFC 9810 §5.3.19). A type that is not answered here is
 * named back in unsupportedOIDs (§5.3.19.7); a value where none belongs is badRequest.
 */
public final class GeneralInformation {

  private final CaCertificates certificates;
  private final RevocationLists lists;
  private final RequestTemplates templates;

  private GeneralInformation(
      CaCertificates certificates, RevocationLists lists, RequestTemplates templates) {
    this.certificates = certificates;
    this.lists = lists;
    this.templates = templates;
  }

  /**
   * Builds it over what is published.
   *
   * @param largestLists how many octets of revocation lists one answer carries at most, inclusive
   * @throws IllegalStateException when the directory's change of the root's key proves nothing
   */
  public static GeneralInformation of(
      PkiDirectory directory,
      CertificateProfiles profiles,
      CrlStore crls,
      Transactions transactions,
      CryptoProviders providers,
      int largestLists) {
    return new GeneralInformation(
        CaCertificates.of(directory, providers),
        new RevocationLists(
            new PublishedLists(directory, crls),
            ListSources.of(directory),
            transactions,
            largestLists),
        new RequestTemplates(profiles));
  }

  /**
   * What the genp says.
   *
   * @param profile the profile that address or header name
   * @param order the order that the requester acts under, if any
   */
  public Outcome<InfoTypeAndValue, CmpRefusal> answer(
      GeneralQuestion question, ProfileName profile, Optional<Order> order) {
    return question
        .known()
        .map(type -> answer(type, question.value(), profile, order))
        .orElseGet(() -> Outcome.of(unsupported(question)));
  }

  private Outcome<InfoTypeAndValue, CmpRefusal> answer(
      InfoType type, Optional<ASN1Encodable> value, ProfileName profile, Optional<Order> order) {
    if (value.isPresent() && !type.isValued()) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because(
              "infoType " + type.oid().getId() + " is asked for without infoValue"));
    }
    return switch (type) {
      case CA_PROT_ENC_CERT -> Outcome.of(certificates.forEncryption());
      case CA_CERTS -> Outcome.of(certificates.all());
      case ROOT_CA_CERT -> certificates.rootUpdate(value);
      case SIGN_KEY_PAIR_TYPES -> Outcome.of(templates.keyTypes(type, ProfileName.SIGNING));
      case ENC_KEY_PAIR_TYPES -> Outcome.of(templates.keyTypes(type, ProfileName.ENCRYPTION));
      case CERT_REQ_TEMPLATE -> templates.template(profile, order);
      case PREFERRED_SYMM_ALG -> Outcome.of(preferredCipher());
      case SUPP_LANG_TAGS -> Languages.choice(value);
      case CURRENT_CRL -> lists.current();
      case CRL_STATUS_LIST -> lists.newer(value);
    };
  }

  /** What private keys are delivered under; without parameters, as in RFC 3565 §4.1. */
  private static InfoTypeAndValue preferredCipher() {
    return new InfoTypeAndValue(
        InfoType.PREFERRED_SYMM_ALG.oid(),
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC));
  }

  private static InfoTypeAndValue unsupported(GeneralQuestion question) {
    return new InfoTypeAndValue(
        CMPObjectIdentifiers.it_unsupportedOIDs, new DERSequence(question.type()));
  }
}
