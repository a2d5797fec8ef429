package org.vouchseal.issuing.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.TbsComposer;
import org.vouchseal.model.Sha256;

/**
 * The gate before every signature: reads the DER that would be signed and holds it against the
 * profile tables (SBR §4.3.1.2).
 *
 * <p>It judges two forms: the real one, and a twin that asserts the reserved policy OID of the
 * CA/Browser Forum, so that switching the OID on can never uncover a fault.
 */
public final class Linter {

  private final TbsComposer composer;
  private final boolean reservedPolicy;
  private final LintRules rules;

  /**
   * A linter for one installation, with the rules of the product.
   *
   * @param reservedPolicy whether its certificates assert the reserved policy OID
   */
  public Linter(TbsComposer composer, boolean reservedPolicy) {
    this(composer, reservedPolicy, LintRules.STANDARD);
  }

  /** The same with given rules. */
  public Linter(TbsComposer composer, boolean reservedPolicy, LintRules rules) {
    this.composer = composer;
    this.reservedPolicy = reservedPolicy;
    this.rules = rules;
  }

  /** Composes the certificate and its twin and judges both. */
  public LintOutcome lint(CertificateContent content) {
    byte[] tbs = composer.compose(content, reservedPolicy);
    List<Finding> findings =
        new ArrayList<>(judge(tbs, content, reservedPolicy, composer.caName(), rules));
    if (!reservedPolicy) {
      byte[] twin = composer.compose(content, true);
      findings.addAll(judge(twin, content, true, composer.caName(), rules));
    }
    if (!findings.isEmpty()) {
      return new LintOutcome.Failed(findings);
    }
    String result =
        rules.name() + ": " + rules.rules().size() + " rules, no findings, twin as well";
    return new LintOutcome.Passed(new LintedPlan(content, tbs, Sha256.hex(tbs), result));
  }

  /** Every rule of the product that some bytes break, in the order of the rules. */
  static List<Finding> judge(byte[] tbs, CertificateContent content, boolean reservedPolicy) {
    return judge(tbs, content, reservedPolicy, Optional.empty());
  }

  /** The same under a CA that is one of several, or is not. */
  static List<Finding> judge(
      byte[] tbs, CertificateContent content, boolean reservedPolicy, Optional<String> caName) {
    return judge(tbs, content, reservedPolicy, caName, LintRules.STANDARD);
  }

  private static List<Finding> judge(
      byte[] tbs,
      CertificateContent content,
      boolean reservedPolicy,
      Optional<String> caName,
      LintRules rules) {
    LintInput input;
    try {
      input = new LintInput(tbs, content, reservedPolicy, caName);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      return List.of(new Finding("readable", "RFC 5280 4.1", "not a TBSCertificate"));
    }
    List<Finding> findings = new ArrayList<>();
    for (LintRule rule : rules.rules()) {
      try {
        rule.fault(input)
            .ifPresent(text -> findings.add(new Finding(rule.name(), rule.citation(), text)));
      } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
        findings.add(new Finding(rule.name(), rule.citation(), "unreadable: " + e.getMessage()));
      }
    }
    return findings;
  }

  /** All rules of the product, for tests and documents. */
  static List<LintRule> rules() {
    return LintRules.STANDARD.rules();
  }
}
