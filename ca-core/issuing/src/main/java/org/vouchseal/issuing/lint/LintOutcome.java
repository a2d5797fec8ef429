package org.vouchseal.issuing.lint;

import java.util.List;
import java.util.function.Function;

/** What the linter says. */
public sealed interface LintOutcome {

  /** Calls the function for what this is, and gives its result. */
  <T> T fold(Function<LintedPlan, T> onPassed, Function<List<Finding>, T> onFailed);

  /** Every rule holds. */
  record Passed(LintedPlan plan) implements LintOutcome {
    @Override
    public <T> T fold(Function<LintedPlan, T> onPassed, Function<List<Finding>, T> onFailed) {
      return onPassed.apply(plan);
    }
  }

  /** At least one rule is broken; never signed. */
  record Failed(List<Finding> findings) implements LintOutcome {
    public Failed {
      findings = List.copyOf(findings);
    }

    @Override
    public <T> T fold(Function<LintedPlan, T> onPassed, Function<List<Finding>, T> onFailed) {
      return onFailed.apply(findings);
    }
  }
}
