package org.vouchseal.messages.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestCa;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.RevocationOrder;
import org.vouchseal.model.SerialNumber;

class RegistrarReadingOrderTest {

  private static final String RA = "ra-main";

  private final OrderWriter ra = new OrderWriter(RA);
  private final EnrolmentOrder order = Orders.enrolment(RA, Orders.DIGEST, Optional.empty());

  @Test
  void enrolment_isReadAsItWasWritten() {
    assertThat(accept(ra.order(order)).result().map(RegistrarReadingOrderTest::asEnrolment))
        .contains(order);
  }

  @Test
  void revocation_isReadAsItWasWritten() {
    for (Optional<SerialNumber> serial :
        List.of(Optional.<SerialNumber>empty(), Optional.of(SerialNumber.ofHex("40ab")))) {
      RevocationOrder revocation = Orders.revocation(RA, serial);
      Optional<RevocationOrder> read =
          accept(ra.order(revocation))
              .result()
              .map(
                  o ->
                      o.<RevocationOrder>fold(
                          e -> Orders.revocation("?", serial),
                          r -> r,
                          v -> Orders.revocation("?", serial),
                          d -> Orders.revocation("?", serial)));
      assertThat(read).contains(revocation);
    }
  }

  @Test
  void claimedSigner_isTheKid() {
    assertThat(OrderReader.claimedSigner(ra.order(order))).contains(RA);
    assertThat(OrderReader.claimedSigner("rubbish")).isEmpty();
  }

  @Test
  void keyOfAnother_isUnauthenticated() {
    OrderWriter other = new OrderWriter(RA);
    assertThat(fault(other.order(order)).kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
  }

  @Test
  void nameOfAnother_isRefused() {
    Map<String, Object> claims = ra.claims(order);
    claims.put("iss", "ra-other");
    assertThat(fault(sign(claims)).why()).isEqualTo("iss is not the name of the signer");
    assertThat(fault(new OrderWriter("ra-other").order(order)).why())
        .isEqualTo("kid is not the name of the signer");
  }

  @Test
  void changedClaim_isUnauthenticated() {
    String[] parts = ra.order(order).split("\\.");
    String[] others =
        ra.order(Orders.enrolment(RA, "cd".repeat(32), Optional.empty())).split("\\.");
    assertThat(fault(parts[0] + "." + others[1] + "." + parts[2]).kind())
        .isEqualTo(Problem.Kind.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "ES384", "es256", ""})
  void anyOtherAlgorithm_isRefused(String alg) {
    Map<String, Object> header = ra.header("vouchseal-order+jwt");
    header.put("alg", alg);
    assertThat(fault(ra.sign(header, ra.claims(order))).why()).isEqualTo("alg is not ES256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crit", "jwk", "jku", "x5c", "b64", "zip", "cty"})
  void anyOtherHeaderParameter_isRefused(String parameter) {
    Map<String, Object> header = ra.header("vouchseal-order+jwt");
    header.put(parameter, "x");
    assertThat(fault(ra.sign(header, ra.claims(order))).why())
        .isEqualTo("unknown member " + parameter);
  }

  @Test
  void aQueryIsNoOrder_andAnOrderNoQuery() {
    String asQuery = ra.sign(ra.header("vouchseal-query+jwt"), ra.claims(order));
    assertThat(fault(asQuery).why()).isEqualTo("typ is not vouchseal-order+jwt");
    assertThat(Orders.reader().query(ra.order(order), RA, ra.publicKey()).result()).isEmpty();
  }

  @Test
  void everyClaim_isNeeded() {
    for (String name : ra.claims(order).keySet()) {
      if (name.equals("supersedes")) {
        continue;
      }
      Map<String, Object> claims = ra.claims(order);
      claims.remove(name);
      assertThat(accept(sign(claims)).fault()).as(name).isPresent();
    }
  }

  @Test
  void everyClaim_hasItsType() {
    for (String name : ra.claims(order).keySet()) {
      for (Object wrong : new Object[] {Map.of(), true, 1.5, List.of(1), "ä b"}) {
        Map<String, Object> claims = ra.claims(order);
        claims.put(name, wrong);
        assertThat(accept(sign(claims)).fault()).as(name + "=" + wrong).isPresent();
      }
    }
  }

  @Test
  void wishAboutTheLookUp_isReadAsItWasWritten() {
    for (boolean listed : new boolean[] {true, false}) {
      DirectoryOrder wish = Orders.directory(RA, listed);
      Optional<DirectoryOrder> read =
          accept(sign(ra.claims(wish)))
              .result()
              .flatMap(
                  o ->
                      o.<Optional<DirectoryOrder>>fold(
                          e -> Optional.empty(),
                          r -> Optional.empty(),
                          v -> Optional.empty(),
                          Optional::of));
      assertThat(read).contains(wish);
    }
  }

  @Test
  void wishThatIsNeitherTrueNorFalse_isRefused() {
    for (Object other : new Object[] {"false", 0, List.of(), Map.of()}) {
      Map<String, Object> claims = ra.claims(Orders.directory(RA, false));
      claims.put("listed", other);
      assertThat(fault(sign(claims)).why()).isEqualTo("listed is neither true nor false");
    }
    Map<String, Object> claims = ra.claims(Orders.directory(RA, false));
    claims.remove("listed");
    assertThat(fault(sign(claims)).why()).isEqualTo("listed is absent");
    claims.put("listed", false);
    claims.put("mailboxes", List.of("alice@example.org"));
    assertThat(fault(sign(claims)).why()).isEqualTo("unknown member mailboxes");
  }

  @Test
  void unknownClaim_isRefused() {
    Map<String, Object> claims = ra.claims(order);
    claims.put("nbf", 1);
    assertThat(fault(sign(claims)).why()).isEqualTo("unknown member nbf");
    claims = ra.claims(Orders.revocation(RA, Optional.empty()));
    claims.put("owner", "owner-1");
    assertThat(fault(sign(claims)).why()).isEqualTo("unknown member owner");
  }

  @Test
  void unknownMemberOfASubjectAttribute_isRefused() {
    Map<String, Object> claims = ra.claims(order);
    claims.put("subject", List.of(Map.of("type", "CN", "value", "x", "more", "y")));
    assertThat(fault(sign(claims)).why()).isEqualTo("unknown member more");
    claims.put("subject", List.of(Map.of("type", "OU", "value", "x")));
    assertThat(fault(sign(claims)).why()).contains("unknown type");
  }

  @Test
  void repeatedClaim_isRefused() {
    String text = JSONObjectUtils.toJSONString(ra.claims(order));
    String twice = "{\"tier\":\"V4\"," + text.substring(1);
    String header = JSONObjectUtils.toJSONString(ra.header("vouchseal-order+jwt"));
    assertThat(fault(ra.sign(header, twice)).why()).contains("distinct names");
  }

  @Test
  void nestedDeeply_isRefusedWithoutOverflow() {
    String header = JSONObjectUtils.toJSONString(ra.header("vouchseal-order+jwt"));
    String deep = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThat(fault(ra.sign(header, deep)).why()).contains("nested deeper than 4");
  }

  @Test
  void orderOfTheEmptySubject_isRead() {
    Map<String, Object> claims = ra.claims(order);
    claims.put("subject", List.of());
    assertThat(accept(sign(claims)).result().map(o -> asEnrolment(o).subject().attributes()))
        .contains(List.of());
  }

  @Test
  void decision_isNotSupported() {
    Map<String, Object> claims = ra.claims(order);
    claims.put("kind", "decision");
    assertThat(fault(sign(claims)).why()).isEqualTo("kind decision is not supported here");
  }

  @Test
  void mailboxInAnotherForm_isRefused() {
    for (String other : List.of("alice@EXAMPLE.org", "alice@bücher.example", "alice")) {
      Map<String, Object> claims = ra.claims(order);
      claims.put("mailboxes", List.of(other));
      assertThat(accept(sign(claims)).fault()).as(other).isPresent();
    }
  }

  @Test
  void compatProfileWithoutItsSecret_isRefused() {
    Map<String, Object> claims = ra.claims(order);
    claims.put("profiles", List.of("signing", "encryption-compat"));
    assertThat(fault(sign(claims)).why()).contains("keyServiceSecretDigest");
    claims = ra.claims(order);
    claims.put("keyServiceSecretDigest", Orders.DIGEST);
    assertThat(fault(sign(claims)).why()).contains("keyServiceSecretDigest");
  }

  @Test
  void serialInAnotherForm_isRefused() {
    for (String other : List.of("40AB", "0040ab", "40a", "", "-1")) {
      Map<String, Object> claims = ra.claims(Orders.revocation(RA, Optional.empty()));
      claims.put("serial", other);
      assertThat(accept(sign(claims)).fault()).as(other).isPresent();
    }
  }

  @Test
  void lifeBeyondTenMinutes_isRefused() {
    Map<String, Object> claims = ra.claims(order);
    claims.put("exp", TestCa.NOW.getEpochSecond() + 601);
    assertThat(fault(sign(claims)).why()).isEqualTo("exp is 601 s after iat, allowed are 1 to 600");
    claims.put("exp", Long.MAX_VALUE);
    assertThat(accept(sign(claims)).fault()).isPresent();
  }

  @Test
  void otherFormsOfTheSameText_areRefused() {
    String compact = ra.order(order);
    for (String other :
        List.of(
            compact + "=",
            compact + ".",
            compact.replace(".", ".."),
            " " + compact,
            compact.substring(0, compact.lastIndexOf('.') + 1),
            "")) {
      assertThat(accept(other).fault()).as(other).isPresent();
    }
  }

  @Test
  void signatureInDer_isRefused() throws Exception {
    String[] parts = ra.order(order).split("\\.");
    byte[] raw = java.util.Base64.getUrlDecoder().decode(parts[2]);
    byte[] der = com.nimbusds.jose.crypto.impl.ECDSA.transcodeSignatureToDER(raw);
    String text = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(der);
    assertThat(fault(parts[0] + "." + parts[1] + "." + text).kind())
        .isEqualTo(Problem.Kind.UNAUTHENTICATED);
  }

  @Test
  void signatureOfZeros_isRefused() {
    String[] parts = ra.order(order).split("\\.");
    String zeros = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
    assertThat(fault(parts[0] + "." + parts[1] + "." + zeros).kind())
        .isEqualTo(Problem.Kind.UNAUTHENTICATED);
  }

  @Test
  void query_isReadAsItWasWritten() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", RA);
    claims.put("aud", "vouchseal-registrar");
    claims.put("iat", TestCa.NOW.getEpochSecond());
    claims.put("exp", TestCa.NOW.getEpochSecond() + 60);
    claims.put("reference", "ref-1");
    String compact = ra.query(claims);
    assertThat(
            Orders.reader()
                .query(compact, RA, ra.publicKey())
                .result()
                .map(q -> q.reference().value()))
        .contains("ref-1");
    claims.put("aud", "somebody-else");
    assertThat(Orders.reader().query(ra.query(claims), RA, ra.publicKey()).result()).isEmpty();
  }

  private String sign(Map<String, Object> claims) {
    return ra.sign(ra.header("vouchseal-order+jwt"), claims);
  }

  private Outcome<RegistrarOrder, Problem> accept(String compact) {
    return Orders.reader().order(compact, RA, ra.publicKey());
  }

  private Problem fault(String compact) {
    return accept(compact).fault().orElseThrow();
  }

  private static EnrolmentOrder asEnrolment(RegistrarOrder read) {
    return read.<EnrolmentOrder>fold(
        e -> e,
        r -> {
          throw new AssertionError("a revocation");
        },
        v -> {
          throw new AssertionError("a re-validation");
        },
        d -> {
          throw new AssertionError("a wish about the look-up");
        });
  }
}
