package org.vouchseal.issuing.cmp.genm;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/** The language of texts in answers (RFC 9810 §5.3.19.13): English. */
final class Languages {

  private static final String ENGLISH = "en";

  private Languages() {}

  /** English, if it is among the tags offered; of another region where it is offered so only. */
  static Outcome<InfoTypeAndValue, CmpRefusal> choice(Optional<ASN1Encodable> offered) {
    if (offered.isEmpty()) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because("suppLangTags is asked for with a list of tags"));
    }
    try {
      return Outcome.of(
          tags(ASN1Sequence.getInstance(offered.get()))
              .filter(Languages::isEnglish)
              .findFirst()
              .map(
                  tag ->
                      new InfoTypeAndValue(
                          InfoType.SUPP_LANG_TAGS.oid(), new DERSequence(new DERUTF8String(tag)))),
          () -> CmpFailure.BAD_REQUEST.because("texts are written in English (en) only"));
    } catch (RuntimeException malformed) {
      return Outcome.refused(
          CmpFailure.BAD_DATA_FORMAT.because("the value of suppLangTags is not a list of tags"));
    }
  }

  private static Stream<String> tags(ASN1Sequence offered) {
    return Stream.of(offered.toArray()).map(tag -> ASN1UTF8String.getInstance(tag).getString());
  }

  private static boolean isEnglish(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT);
    return lower.equals(ENGLISH) || lower.startsWith(ENGLISH + "-");
  }
}
