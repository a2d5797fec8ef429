package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.vouchseal.messages.fixtures.CmpWriter;

/** General messages and what they say. */
final class Questions {

  static final ASN1ObjectIdentifier CERT_PROFILE = CMPObjectIdentifiers.id_it_certProfile;

  private Questions() {}

  static ASN1ObjectIdentifier idIt(int arc) {
    return CMPObjectIdentifiers.id_it.branch(Integer.toString(arc));
  }

  static CmpWriter genm(Applicant who, InfoTypeAndValue... questions) {
    return who.writer().body(body(new DERSequence(questions)));
  }

  static CmpWriter genm(Applicant who, ASN1ObjectIdentifier type) {
    return genm(who, new InfoTypeAndValue(type));
  }

  static CmpWriter genm(Applicant who, ASN1ObjectIdentifier type, ASN1Encodable value) {
    return genm(who, new InfoTypeAndValue(type, value));
  }

  static PKIBody body(ASN1Encodable content) {
    return new PKIBody(PKIBody.TYPE_GEN_MSG, content);
  }

  static DERSequence sequence(ASN1Encodable... elements) {
    ASN1EncodableVector all = new ASN1EncodableVector();
    all.addAll(elements);
    return new DERSequence(all);
  }

  /** The one statement of a genp. */
  static InfoTypeAndValue told(Applicant.Answer answer) {
    assertThat(answer.failure())
        .as(() -> answer.failure().isEmpty() ? "" : answer.text())
        .isEmpty();
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_GEN_REP);
    assertThat(answer.isProtected()).isTrue();
    InfoTypeAndValue[] all =
        GenRepContent.getInstance(answer.message().getBody().getContent())
            .toInfoTypeAndValueArray();
    assertThat(all).hasSize(1);
    return all[0];
  }
}
