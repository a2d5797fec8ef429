package org.vouchseal.issuing.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.issuing.lint.LintBench.COMPOSER;
import static org.vouchseal.issuing.lint.LintBench.SIGNING;
import static org.vouchseal.issuing.lint.LintBench.SMIME_CA;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.profile.OwnOids;
import org.vouchseal.issuing.x509.CertificateAddresses;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.model.AssuranceTier;

/** Certificates as the composer makes them, and what no single row can show. */
class LintingWholeCertificatesTest {

  @Test
  void unchanged_hasNoFinding() {
    for (CertificateContent content : LintBench.ALL) {
      byte[] composed = COMPOSER.compose(content, false);
      assertThat(new TbsParts(composed).der()).isEqualTo(composed);
      assertThat(Linter.judge(composed, content, false)).isEmpty();
      assertThat(Linter.judge(COMPOSER.compose(content, true), content, true)).isEmpty();
    }
  }

  @Test
  void everyRule_hasARowThatItAloneSpeaksFor() {
    List<String> alone =
        Stream.of(
                LintingChangedFieldsTest.rows(),
                LintingChangedNamesTest.rows(),
                LintingChangedExtensionsTest.rows(),
                LintingChangedPoliciesTest.rows())
            .flatMap(List::stream)
            .filter(row -> row.rules().size() == 1)
            .map(row -> row.rules().get(0))
            .filter(rule -> !rule.equals("readable"))
            .distinct()
            .toList();
    assertThat(alone).isSubsetOf(Linter.rules().stream().map(LintRule::name).toList());
    // these look at what another rule fixes as well, so that neither may be lost
    assertThat(Linter.rules().stream().map(LintRule::name).filter(name -> !alone.contains(name)))
        .containsExactlyInAnyOrder("subject-encoding", "escrowed-key-usage", "reserved-policy");
    assertThat(Linter.rules()).allSatisfy(rule -> assertThat(rule.citation()).isNotBlank());
  }

  @Test
  void lengthInALongerForm_isNotExactDer() {
    byte[] composed = COMPOSER.compose(SIGNING, false);
    assertThat(composed[1]).isEqualTo((byte) 0x82);
    byte[] longer = new byte[composed.length + 1];
    System.arraycopy(new byte[] {0x30, (byte) 0x83, 0, composed[2], composed[3]}, 0, longer, 0, 5);
    System.arraycopy(composed, 4, longer, 5, composed.length - 4);
    assertThat(Linter.judge(longer, SIGNING, false))
        .extracting(Finding::rule)
        .contains("exact-der");
  }

  @Test
  void listOfACaThatIsOneOfSeveral_isTheOneUnderItsName() {
    Optional<String> second = Optional.of("second");
    TbsComposer composer =
        new TbsComposer(new CertificateAddresses("http://ca.example.test/base", second));
    byte[] own = composer.compose(SIGNING, false);
    assertThat(new Linter(composer, false).lint(SIGNING)).isInstanceOf(LintOutcome.Passed.class);
    assertThat(Linter.judge(own, SIGNING, false, second)).isEmpty();
    for (Optional<String> other : List.of(Optional.<String>empty(), Optional.of("third"))) {
      assertThat(Linter.judge(own, SIGNING, false, other))
          .extracting(Finding::rule)
          .containsExactly("crl-distribution-points");
    }
    assertThat(Linter.judge(COMPOSER.compose(SIGNING, false), SIGNING, false, second))
        .extracting(Finding::rule)
        .containsExactly("crl-distribution-points");
  }

  @Test
  void octetsAfterTheEnd_areUnreadable() {
    byte[] composed = COMPOSER.compose(SIGNING, false);
    byte[] more = Arrays.copyOf(composed, composed.length + 1);
    assertThat(Linter.judge(more, SIGNING, false))
        .extracting(Finding::rule)
        .containsExactly("readable");
  }

  @Test
  void everyOctetFlipped_isFoundOrUnreadable() {
    byte[] composed = COMPOSER.compose(SIGNING, false);
    List<Integer> missed = new ArrayList<>();
    for (int i = 0; i < composed.length; i++) {
      byte[] flipped = composed.clone();
      flipped[i] ^= 1;
      if (!isInsideAnAddress(composed, i) && !isInsideValidity(composed, i)) {
        if (Linter.judge(flipped, SIGNING, false).isEmpty()) {
          missed.add(i);
        }
      }
    }
    assertThat(missed)
        .as("octets whose change no rule sees in " + HexFormat.of().formatHex(composed))
        .isEmpty();
  }

  /** Addresses and times are not fixed by a table; what they must be is tested row by row. */
  private static boolean isInsideAnAddress(byte[] der, int at) {
    String text = new String(der, StandardCharsets.ISO_8859_1);
    int from = text.lastIndexOf("http://", at);
    return from >= 0 && at >= from + 7 && text.substring(from, at).matches("[ -~]*");
  }

  private static boolean isInsideValidity(byte[] der, int at) {
    String text = new String(der, StandardCharsets.ISO_8859_1);
    int from = text.indexOf("260111");
    return from > 0 && at >= from && at < from + 28;
  }

  @Test
  void reservedPolicyMissingInTheTwin_isFound() {
    for (CertificateContent content : List.of(SIGNING, SMIME_CA)) {
      assertThat(Linter.judge(COMPOSER.compose(content, false), content, true))
          .extracting(Finding::rule)
          .contains("certificate-policies");
    }
    assertThat(Linter.judge(COMPOSER.compose(SIGNING, false), SIGNING, true))
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder("reserved-policy", "certificate-policies");
  }

  @Test
  void legacyPolicyInThePlaceOfTheStrictOne_isFoundByBothRules() {
    TbsParts parts = new TbsParts(COMPOSER.compose(SIGNING, true));
    LintingChangedPoliciesTest.setPolicies(
        parts, OwnOids.policy(AssuranceTier.V1), "2.23.140.1.5.1.1");
    assertThat(Linter.judge(parts.der(), SIGNING, true))
        .filteredOn(finding -> finding.text().contains("strict"))
        .extracting(Finding::rule)
        .containsExactly("reserved-policy");
  }
}
