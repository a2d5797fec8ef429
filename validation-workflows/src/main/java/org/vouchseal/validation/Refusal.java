package org.vouchseal.validation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Problem;

/**
 * A refusal by rule.
 *
 * @param problem what, why, and what to do
 * @param retryAfter when the same request may succeed, where that is known
 * @param faults the fields at fault, where single fields are
 */
public record Refusal(Problem problem, Optional<Duration> retryAfter, List<FieldFault> faults) {

  /**
   * One field at fault.
   *
   * @param pointer JSON pointer (RFC 6901) into the request
   * @param detail what is wrong with it
   */
  public record FieldFault(String pointer, String detail) {}

  public Refusal {
    faults = List.copyOf(faults);
  }

  /** A refusal for a reason that no single field explains. */
  public static Refusal of(
      Problem.Kind kind, String type, String what, String why, String whatToDo) {
    return new Refusal(new Problem(kind, type, what, why, whatToDo), Optional.empty(), List.of());
  }

  /** Some fields are wrong in form. */
  public static Refusal ofFields(List<FieldFault> faults) {
    Problem problem =
        new Problem(
            Problem.Kind.INVALID,
            "request-invalid",
            "the request was not understood",
            faults.get(0).pointer() + ": " + faults.get(0).detail(),
            "correct the fields listed in errors and send it again");
    return new Refusal(problem, Optional.empty(), faults);
  }

  /** The same with a time after which it may be tried again. */
  public Refusal after(Duration time) {
    return new Refusal(problem, Optional.of(time), faults);
  }
}
