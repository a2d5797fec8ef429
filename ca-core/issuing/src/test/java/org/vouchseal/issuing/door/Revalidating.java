package org.vouchseal.issuing.door;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevalidationOrder;

/** The registration authority's side of re-validation, before the registrar of a test. */
final class Revalidating {

  static final Duration PAST_VALIDATION = Duration.ofDays(301);

  private final Issuing issuing;

  Revalidating(Issuing issuing) {
    this.issuing = issuing;
  }

  Instant now() {
    return issuing.clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** A statement as it should be: a mailbox was proved just now. */
  RevalidationOrder usual(EnrolmentOrder extended) {
    return until(extended, now().plus(Duration.ofDays(30)));
  }

  RevalidationOrder until(EnrolmentOrder extended, Instant end) {
    Instant now = now();
    return new RevalidationOrder(
        extended.ra(),
        "jti-" + Reference.random(issuing.random).value(),
        extended.tenant(),
        extended.reference(),
        extended.jti(),
        end,
        "cd".repeat(32),
        now,
        now.plus(Duration.ofMinutes(5)));
  }

  RegistrarHttpResponse send(RevalidationOrder order) {
    return send(issuing.pki.ra.order(order));
  }

  RegistrarHttpResponse send(String jws) {
    return issuing.registrar(
        "POST", "/revalidations", "{\"order\":\"" + jws + "\"}", Optional.empty());
  }

  RegistrarHttpResponse waiting(Optional<String> after) {
    return waiting(issuing.pki.ra, after);
  }

  RegistrarHttpResponse waiting(OrderWriter signer, Optional<String> after) {
    long seconds = now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "main");
    claims.put("aud", "vouchseal-registrar");
    claims.put("iat", seconds);
    claims.put("exp", seconds + 60);
    after.ifPresent(reference -> claims.put("after", reference));
    String jws = signer.sign(signer.header("vouchseal-waiting-query+jwt"), claims);
    return issuing.registrar("GET", "/revalidations", "", Optional.of("Vouchseal-Query " + jws));
  }
}
