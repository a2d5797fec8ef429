package org.vouchseal.issuing.cmp.genm;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;

/** What can be asked for here (RFC 9810 §5.3.19). */
enum InfoType {
  CA_PROT_ENC_CERT(CMPObjectIdentifiers.it_caProtEncCert, false),
  SIGN_KEY_PAIR_TYPES(CMPObjectIdentifiers.it_signKeyPairTypes, false),
  ENC_KEY_PAIR_TYPES(CMPObjectIdentifiers.it_encKeyPairTypes, false),
  PREFERRED_SYMM_ALG(CMPObjectIdentifiers.it_preferredSymAlg, false),
  CURRENT_CRL(CMPObjectIdentifiers.it_currentCRL, false, "getcrls"),
  SUPP_LANG_TAGS(CMPObjectIdentifiers.it_suppLangTags, true),
  CA_CERTS(CMPObjectIdentifiers.id_it_caCerts, false, "getcacerts"),
  CERT_REQ_TEMPLATE(CMPObjectIdentifiers.id_it_certReqTemplate, false, "getcertreqtemplate"),
  ROOT_CA_CERT(CMPObjectIdentifiers.id_it_rootCaCert, true, "getrootupdate"),
  CRL_STATUS_LIST(CMPObjectIdentifiers.id_it_crlStatusList, true, "getcrls");

  private final ASN1ObjectIdentifier oid;
  private final boolean valued;
  private final Optional<String> operation;

  InfoType(ASN1ObjectIdentifier oid, boolean valued) {
    this.oid = oid;
    this.valued = valued;
    this.operation = Optional.empty();
  }

  InfoType(ASN1ObjectIdentifier oid, boolean valued, String operation) {
    this.oid = oid;
    this.valued = valued;
    this.operation = Optional.of(operation);
  }

  /** The type with that identifier; empty when it is not answered here. */
  static Optional<InfoType> of(ASN1ObjectIdentifier oid) {
    return Arrays.stream(values()).filter(type -> type.oid.equals(oid)).findFirst();
  }

  ASN1ObjectIdentifier oid() {
    return oid;
  }

  /** Whether the question may carry a value. */
  boolean isValued() {
    return valued;
  }

  /** The label of its operation in an address (RFC 9483 §6.1); some have none. */
  Optional<String> operation() {
    return operation;
  }
}
