package org.vouchseal.issuing.cmp.genm;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * The one question of a genm.
 *
 * @param type its infoType, known or not
 * @param value its infoValue, not decoded further
 */
public record GeneralQuestion(ASN1ObjectIdentifier type, Optional<ASN1Encodable> value) {

  /** Reads the body of a genm; one question in a message, as RFC 9483 §4.3 has it. */
  public static Outcome<GeneralQuestion, CmpRefusal> read(ReceivedMessage message) {
    try {
      ASN1Sequence questions =
          ASN1Sequence.getInstance(message.pki().getBody().getContent().toASN1Primitive());
      if (questions.size() != 1) {
        return Outcome.refused(
            CmpFailure.BAD_REQUEST.because(
                "the genm asks " + questions.size() + " questions, allowed is 1"));
      }
      return Outcome.of(of(ASN1Sequence.getInstance(questions.getObjectAt(0))));
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand: ClassCast, IllegalArgument, …
      return Outcome.refused(CmpFailure.BAD_DATA_FORMAT.because("the genm cannot be decoded"));
    }
  }

  private static GeneralQuestion of(ASN1Sequence question) {
    if (question.size() > 2) {
      throw new IllegalArgumentException("more than infoType and infoValue");
    }
    return new GeneralQuestion(
        ASN1ObjectIdentifier.getInstance(question.getObjectAt(0)),
        question.size() == 2 ? Optional.of(question.getObjectAt(1)) : Optional.empty());
  }

  /** Whether it may come to an address that names this operation. */
  public boolean fits(String operation) {
    return known().flatMap(InfoType::operation).filter(operation::equals).isPresent();
  }

  Optional<InfoType> known() {
    return InfoType.of(type);
  }
}
