package org.vouchseal.issuing.lint;

import java.util.Optional;
import java.util.function.Supplier;

/** One rule about the bytes of a certificate that is about to be signed. */
public abstract class LintRule {

  private final String name;
  private final String citation;

  /**
   * A rule.
   *
   * @param name lower-case words joined by hyphens; stands in findings and audit rows
   * @param citation the document and section that demands it
   */
  LintRule(String name, String citation) {
    this.name = name;
    this.citation = citation;
  }

  final String name() {
    return name;
  }

  final String citation() {
    return citation;
  }

  /** What breaks the rule: value found and limit; empty when nothing does. */
  abstract Optional<String> fault(LintInput input);

  static Optional<String> unless(boolean kept, String fault) {
    return kept ? Optional.empty() : Optional.of(fault);
  }

  /** The same for a text that is put together, which is seldom wanted. */
  static Optional<String> unless(boolean kept, Supplier<String> fault) {
    return kept ? Optional.empty() : Optional.of(fault.get());
  }
}
