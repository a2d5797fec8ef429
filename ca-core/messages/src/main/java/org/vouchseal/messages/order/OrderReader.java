package org.vouchseal.messages.order;

import java.util.Optional;
import java.util.function.Function;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;

/**
 * Verifies what a registration authority signed: compact JWS, ES256 only, by the one key that is
 * registered for it (RFC 7515, RFC 7518 §3.4).
 *
 * <p>Strict: header parameters and claims that are unknown, repeated, absent or of another type are
 * refused, and so is any other form of base64url. Whether the time is right, whether this RA may
 * order this, and whether the jti is new, is the registrar's to know. Holds no state and is safe
 * for many threads.
 */
public final class OrderReader {

  /** Claim {@code aud} of everything that is meant for the registrar. */
  public static final String AUDIENCE = "vouchseal-registrar";

  private static final String ORDER_TYPE = "vouchseal-order+jwt";
  private static final String QUERY_TYPE = "vouchseal-query+jwt";

  private final Es256 es256;

  public OrderReader(ForeignSignatures signatures) {
    this.es256 = new Es256(signatures);
  }

  /**
   * The name under {@code kid}, by which the caller finds the key; nothing is verified by it. Empty
   * when the text is no JWS of ours at all.
   */
  public static Optional<String> claimedSigner(String compact) {
    try {
      return Optional.of(StrictJson.parse(CompactParts.split(compact, 3).octets(0)).text("kid"));
    } catch (MalformedOrder e) {
      return Optional.empty();
    }
  }

  /** Verifies an order. */
  public Outcome<RegistrarOrder, Problem> order(
      String compact, String ra, byte[] subjectPublicKeyInfo) {
    return verified(
        compact,
        ra,
        ORDER_TYPE,
        subjectPublicKeyInfo,
        claims -> {
          RegistrarOrder order = OrderClaims.order(claims, AUDIENCE);
          String issuer = order.<String>fold(e -> e.ra(), r -> r.ra(), d -> d.ra());
          return new Signed<>(issuer, order);
        });
  }

  /** Verifies a query for the outcome of an order. */
  public Outcome<OrderQuery, Problem> query(
      String compact, String ra, byte[] subjectPublicKeyInfo) {
    return verified(
        compact,
        ra,
        QUERY_TYPE,
        subjectPublicKeyInfo,
        claims -> {
          OrderQuery query = OrderClaims.query(claims, AUDIENCE);
          return new Signed<>(query.ra(), query);
        });
  }

  private <T> Outcome<T, Problem> verified(
      String compact,
      String ra,
      String type,
      byte[] subjectPublicKeyInfo,
      Function<StrictJson, Signed<T>> reader) {
    try {
      CompactParts parts = CompactParts.split(compact, 3);
      checkHeader(StrictJson.parse(parts.octets(0)), ra, type);
      if (!es256.verifies(parts.signingInput(), parts.octets(2), subjectPublicKeyInfo)) {
        return refused(Problem.Kind.UNAUTHENTICATED, "its signature does not verify");
      }
      Signed<T> signed = reader.apply(StrictJson.parse(parts.octets(1)));
      return signed.issuer.equals(ra)
          ? Outcome.of(signed.content)
          : refused(Problem.Kind.UNAUTHENTICATED, "iss is not the name of the signer");
    } catch (MalformedOrder e) {
      return refused(Problem.Kind.INVALID, e.why());
    } catch (IllegalArgumentException e) {
      return refused(
          Problem.Kind.INVALID, "a claim has a value that is not allowed: " + e.getMessage());
    }
  }

  private static void checkHeader(StrictJson header, String ra, String type) {
    if (!header.text("alg").equals("ES256")) {
      throw new MalformedOrder("alg is not ES256");
    }
    if (!header.text("typ").equals(type)) {
      throw new MalformedOrder("typ is not " + type);
    }
    if (!header.text("kid").equals(ra)) {
      throw new MalformedOrder("kid is not the name of the signer");
    }
    header.nothingElse();
  }

  private static <T> Outcome<T, Problem> refused(Problem.Kind kind, String why) {
    return Outcome.refused(
        new Problem(
            kind,
            "order-refused",
            "the signed order or query is refused",
            why,
            "correct it, sign it anew and send it again"));
  }

  private record Signed<T>(String issuer, T content) {}
}
