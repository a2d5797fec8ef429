package org.vouchseal.issuing.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.SubjectName.Attribute;
import org.vouchseal.model.SubjectName.AttributeType;

/**
 * Every cell of the table of subject attributes (SBR §7.1.4.2.3-6, generation strict), written here
 * once more: V1 to V4; Y must be there, o may be there, - may not. The attributes that no tier may
 * have cannot be approved and are rows of {@link LintingChangedNamesTest}.
 */
class LintingSubjectsOfEveryTierTest {

  private static final Map<AttributeType, String> TABLE =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(AttributeType.COMMON_NAME, "oooo"),
              Map.entry(AttributeType.ORGANIZATION_NAME, "--YY"),
              Map.entry(AttributeType.ORGANIZATION_IDENTIFIER, "--YY"),
              Map.entry(AttributeType.GIVEN_NAME, "-o-o"),
              Map.entry(AttributeType.SURNAME, "-Y-Y"),
              Map.entry(AttributeType.PSEUDONYM, "----"),
              Map.entry(AttributeType.SERIAL_NUMBER, "oooo"),
              Map.entry(AttributeType.TITLE, "-o-o"),
              Map.entry(AttributeType.LOCALITY, "-ooo"),
              Map.entry(AttributeType.STATE_OR_PROVINCE, "-ooo"),
              Map.entry(AttributeType.COUNTRY, "-ooo")));

  private static final Map<AttributeType, String> VALUES =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(AttributeType.COMMON_NAME, LintBench.MAILBOX.address()),
              Map.entry(AttributeType.ORGANIZATION_NAME, "Example GmbH"),
              Map.entry(AttributeType.ORGANIZATION_IDENTIFIER, "NTRDE-HRB12345"),
              Map.entry(AttributeType.GIVEN_NAME, "Alice"),
              Map.entry(AttributeType.SURNAME, "Miller"),
              // beside the surname, which every right subject of V2 and V4 here has
              Map.entry(AttributeType.PSEUDONYM, "ali"),
              Map.entry(AttributeType.SERIAL_NUMBER, "A-17"),
              Map.entry(AttributeType.TITLE, "Head of sales"),
              Map.entry(AttributeType.LOCALITY, "Bonn"),
              Map.entry(AttributeType.STATE_OR_PROVINCE, "NRW"),
              Map.entry(AttributeType.COUNTRY, "DE")));

  @TestFactory
  Stream<DynamicTest> cells() {
    assertThat(TABLE.keySet()).containsExactly(AttributeType.values());
    return TABLE.keySet().stream()
        .flatMap(type -> Stream.of(AssuranceTier.values()).map(tier -> cell(type, tier)));
  }

  private static DynamicTest cell(AttributeType type, AssuranceTier tier) {
    char rule = TABLE.get(type).charAt(tier.ordinal());
    return DynamicTest.dynamicTest(
        tier + " " + type.label() + " " + rule,
        () -> {
          List<AttributeType> base = required(tier);
          assertThat(findings(tier, base)).isEmpty();
          if (rule == 'Y') {
            assertThat(findings(tier, without(base, type))).containsExactly("subject-attributes");
          } else if (rule == 'o') {
            assertThat(findings(tier, with(base, type))).isEmpty();
          } else {
            assertThat(findings(tier, with(base, type))).containsExactly("subject-attributes");
          }
        });
  }

  private static List<String> findings(AssuranceTier tier, List<AttributeType> types) {
    SubjectName subject =
        new SubjectName(types.stream().map(t -> new Attribute(t, VALUES.get(t))).toList());
    CertificateContent content =
        LintBench.endEntity("signing", LintBench.EC, tier, subject, LintBench.MAILBOX);
    return Stream.of(false, true)
        .flatMap(
            reserved ->
                Linter.judge(LintBench.COMPOSER.compose(content, reserved), content, reserved)
                    .stream())
        .map(Finding::rule)
        .distinct()
        .toList();
  }

  private static List<AttributeType> required(AssuranceTier tier) {
    return TABLE.keySet().stream()
        .filter(type -> TABLE.get(type).charAt(tier.ordinal()) == 'Y')
        .toList();
  }

  private static List<AttributeType> without(List<AttributeType> base, AttributeType type) {
    return base.stream().filter(t -> t != type).toList();
  }

  /** Places need their country. */
  private static List<AttributeType> with(List<AttributeType> base, AttributeType type) {
    List<AttributeType> all = new ArrayList<>(base);
    all.add(type);
    if (type == AttributeType.LOCALITY || type == AttributeType.STATE_OR_PROVINCE) {
      all.add(AttributeType.COUNTRY);
    }
    return all;
  }
}
