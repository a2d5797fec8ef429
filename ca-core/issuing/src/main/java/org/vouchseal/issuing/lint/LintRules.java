package org.vouchseal.issuing.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.vouchseal.issuing.profile.CertificateProfile;

/**
 * The rules that a linter judges by.
 *
 * @param name stands in the result that is recorded with each plan
 */
public record LintRules(String name, List<LintRule> rules) {

  /** Those of the product. */
  public static final LintRules STANDARD =
      new LintRules(
          "vouchseal-lint-1",
          Stream.of(FieldRules.ALL, NameRules.ALL, ExtensionRules.ALL, PolicyRules.ALL)
              .flatMap(List::stream)
              .toList());

  /** A rule from elsewhere: what of the bytes breaks it under their profile, if anything. */
  public interface Judgement
      extends BiFunction<TBSCertificate, CertificateProfile, Optional<String>> {}

  public LintRules {
    rules = List.copyOf(rules);
  }

  /**
   * These with another judgement in the place of one rule. For CAs that nobody trusts only; a test
   * watches that no server asks for it.
   *
   * @param otherName of the rules with it
   * @param replaced name of the rule
   * @param citation what demands the other judgement
   * @throws IllegalArgumentException when there is no such rule
   */
  public LintRules replacing(
      String otherName, String replaced, String citation, Judgement judgement) {
    List<LintRule> all = new ArrayList<>(rules);
    boolean found = all.removeIf(rule -> rule.name().equals(replaced));
    if (!found) {
      throw new IllegalArgumentException("no rule " + replaced);
    }
    all.add(new Judged(replaced, citation, judgement));
    return new LintRules(otherName, all);
  }

  private static final class Judged extends LintRule {
    private final Judgement judgement;

    Judged(String name, String citation, Judgement judgement) {
      super(name, citation);
      this.judgement = judgement;
    }

    @Override
    Optional<String> fault(LintInput input) {
      return judgement.apply(input.tbs(), input.profile());
    }
  }
}
