package org.vouchseal.messages.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestCa;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevalidationOrder;

/** Statements that an applicant was validated anew, and the query for those that are waited for. */
class RegistrarReadingRevalidationTest {

  private static final String RA = "ra-main";

  private final OrderWriter ra = new OrderWriter(RA);
  private final RevalidationOrder revalidation = Orders.revalidation(RA);

  private Outcome<RegistrarOrder, Problem> read(Map<String, Object> claims) {
    return Orders.reader()
        .order(ra.sign(ra.header("vouchseal-order+jwt"), claims), RA, ra.publicKey());
  }

  @Test
  void revalidation_isReadAsItWasWritten() {
    Optional<RegistrarOrder> read = read(ra.claims(revalidation)).result();

    assertThat(
            read.map(
                order ->
                    order.<Optional<RevalidationOrder>>fold(
                        e -> Optional.empty(),
                        r -> Optional.empty(),
                        Optional::of,
                        d -> Optional.empty())))
        .contains(Optional.of(revalidation));
    assertThat(read.orElseThrow().ra()).isEqualTo(RA);
    assertThat(read.orElseThrow().issuedAt()).isEqualTo(revalidation.issuedAt());
    assertThat(read.orElseThrow().expiresAt()).isEqualTo(revalidation.expiresAt());
  }

  @Test
  void everyClaim_isNeededAndHasItsType() {
    for (String name : ra.claims(revalidation).keySet()) {
      Map<String, Object> claims = ra.claims(revalidation);
      claims.remove(name);
      assertThat(read(claims).fault()).as(name).isPresent();
      for (Object wrong : new Object[] {Map.of(), true, 1.5, List.of(1), "ä b"}) {
        claims = ra.claims(revalidation);
        claims.put(name, wrong);
        assertThat(read(claims).fault()).as(name + "=" + wrong).isPresent();
      }
    }
  }

  @Test
  void claimsOfAnotherKind_areRefused() {
    for (String name : List.of("owner", "tier", "mailboxes", "validitySeconds", "secretDigest")) {
      Map<String, Object> claims = ra.claims(revalidation);
      claims.put(name, "x");
      assertThat(read(claims).fault().orElseThrow().why()).isEqualTo("unknown member " + name);
    }
  }

  @Test
  void nameOfAnotherSigner_isRefused() {
    Map<String, Object> claims = ra.claims(revalidation);
    claims.put("iss", "ra-other");

    assertThat(read(claims).fault().orElseThrow().why())
        .isEqualTo("iss is not the name of the signer");
  }

  private Map<String, Object> asking() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", RA);
    claims.put("aud", "vouchseal-registrar");
    claims.put("iat", TestCa.NOW.getEpochSecond());
    claims.put("exp", TestCa.NOW.getEpochSecond() + 60);
    return claims;
  }

  private Outcome<WaitingQuery, Problem> query(String type, Map<String, Object> claims) {
    return Orders.reader().waitingQuery(ra.sign(ra.header(type), claims), RA, ra.publicKey());
  }

  @Test
  void queryForTheWaiting_isReadWithAndWithoutItsBeginning() {
    String type = "vouchseal-waiting-query+jwt";
    Map<String, Object> further = asking();
    further.put("after", "ref-7");

    assertThat(query(type, asking()).result().orElseThrow().after()).isEmpty();
    assertThat(query(type, further).result().orElseThrow().after())
        .contains(new Reference("ref-7"));
  }

  @Test
  void queryOfAnotherType_isRefused() {
    Map<String, Object> forOne = asking();
    forOne.put("reference", "ref-1");

    assertThat(query("vouchseal-query+jwt", asking()).result()).isEmpty();
    assertThat(query("vouchseal-waiting-query+jwt", forOne).fault().orElseThrow().why())
        .isEqualTo("unknown member reference");
    assertThat(
            Orders.reader()
                .query(
                    ra.sign(ra.header("vouchseal-waiting-query+jwt"), forOne), RA, ra.publicKey())
                .result())
        .isEmpty();
  }
}
