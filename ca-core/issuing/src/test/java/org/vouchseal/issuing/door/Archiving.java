package org.vouchseal.issuing.door;

import java.security.KeyPair;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.POPOPrivKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.crmf.SubsequentMessage;
import org.vouchseal.messages.fixtures.CmpWriter;

/** Requests for a certificate of a key that is sent to the archive. */
final class Archiving {

  static final String PATH = "/p/encryption-client";
  private static final ASN1ObjectIdentifier ARCHIVE_OPTIONS =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.1.4");

  private Archiving() {}

  /** An envelope that nobody here opens. */
  static AttributeTypeAndValue control() {
    return new AttributeTypeAndValue(
        ARCHIVE_OPTIONS, new DERTaggedObject(true, 0, new DEROctetString(new byte[40])));
  }

  static CmpWriter request(Applicant applicant, KeyPair key, ProofOfPossession proof) {
    CertRequest request =
        CmpWriter.certRequest(applicant.subject(), Applicant.spki(key), new Controls(control()));
    return applicant.writer().pvno(3).request(PKIBody.TYPE_CERT_REQ, request, proof);
  }

  /** Asks for the certificate in an envelope. */
  static ProofOfPossession encrCert(int type) {
    return new ProofOfPossession(type, new POPOPrivKey(SubsequentMessage.encrCert));
  }
}
