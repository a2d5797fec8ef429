package org.vouchseal.messages.cmp;

import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;

/** An answer without protection. */
final class UnprotectedAnswer implements AnswerProtection {

  @Override
  public byte[] protect(AnswerHeader header, PKIBody body, List<byte[]> moreCertificates) {
    return AnswerParts.unprotectedMessage(header, body, moreCertificates);
  }
}
