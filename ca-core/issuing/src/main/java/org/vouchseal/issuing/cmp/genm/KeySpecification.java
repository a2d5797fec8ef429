package org.vouchseal.issuing.cmp.genm;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.vouchseal.issuing.profile.KeyFamily;
import org.vouchseal.issuing.profile.KeyRule;

/** A rule for keys in the words of CMP. */
final class KeySpecification {

  private KeySpecification() {}

  /**
   * A keySpec control: rsaKeyLen with the least length that is certified, for other kinds algId
   * (RFC 9810 §5.3.19.16).
   */
  static AttributeTypeAndValue control(KeyRule rule) {
    return rule.family() == KeyFamily.RSA
        ? new AttributeTypeAndValue(
            CMPObjectIdentifiers.id_regCtrl_rsaKeyLen, new ASN1Integer(rule.minimumBits()))
        : new AttributeTypeAndValue(CMPObjectIdentifiers.id_regCtrl_algId, algorithm(rule));
  }

  /** The algorithm as a SubjectPublicKeyInfo names it. */
  static AlgorithmIdentifier algorithm(KeyRule rule) {
    return switch (rule.family()) {
      case RSA -> new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
      case EC -> new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve(rule));
      case ED25519 -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
    };
  }

  private static ASN1ObjectIdentifier curve(KeyRule rule) {
    return switch (rule.minimumBits()) {
      case 256 -> SECObjectIdentifiers.secp256r1;
      case 384 -> SECObjectIdentifiers.secp384r1;
      case 521 -> SECObjectIdentifiers.secp521r1;
      default -> throw new IllegalStateException("no such curve: " + rule);
    };
  }
}
