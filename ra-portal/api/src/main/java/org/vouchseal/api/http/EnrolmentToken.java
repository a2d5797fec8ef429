package org.vouchseal.api.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.Problem;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.enrolment.AccessToken;

/** The header {@code Authorization: Enrolment <token>}. */
final class EnrolmentToken {

  private static final Pattern HEADER = Pattern.compile("(?i:enrolment) +([A-Za-z0-9_-]{1,200}) *");

  private EnrolmentToken() {}

  static Optional<AccessToken> in(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    Matcher header = HEADER.matcher(authorization);
    return header.matches()
        ? Optional.of(AccessToken.presented(header.group(1)))
        : Optional.empty();
  }

  static Refusal missing() {
    return Refusal.of(
        Problem.Kind.UNAUTHENTICATED,
        "token-missing",
        "the request was not done",
        "it has no header Authorization: Enrolment <token>",
        "send the token that came with the enrolment");
  }
}
