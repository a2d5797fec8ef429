package org.vouchseal.messages.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestAgreementKey;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;

class RegistrarOpeningSecretTest {

  private static final String RA = "ra-main";

  private final TestAgreementKey key = new TestAgreementKey();
  private final SecretReader reader =
      new SecretReader(key, SecretReader.ORDER_DECRYPTION, Orders.PROVIDERS);

  @Test
  void theSecretOfTheOrder_opens() {
    try (MacSecret secret = open(jwe(header().build(), CmpWriter.SECRET)).result().orElseThrow()) {
      String text = secret.use(octets -> new String(octets, StandardCharsets.US_ASCII));
      assertThat(text).isEqualTo(CmpWriter.SECRET);
    }
  }

  @Test
  void theKeyServicesCopy_opensWithItsDigestOnly() {
    SecretReader keyService =
        new SecretReader(key, SecretReader.KEYSERVICE_SECRETS, Orders.PROVIDERS);
    String compact =
        jwe(
            OrderWriter.secretHeader(SecretReader.KEYSERVICE_SECRETS, "ref-1", "jti-1").build(),
            CmpWriter.SECRET);
    assertThat(
            keyService
                .openKeyServiceCopy(
                    compact,
                    Orders.enrolment(RA, Orders.DIGEST, Optional.of(OrderWriter.digest(compact))))
                .fault())
        .isEmpty();
    assertThat(
            keyService
                .openKeyServiceCopy(
                    compact, Orders.enrolment(RA, OrderWriter.digest(compact), Optional.empty()))
                .result())
        .isEmpty();
  }

  @Test
  void anotherJweThanTheOrders_isNotOpened() {
    String compact = jwe(header().build(), CmpWriter.SECRET);
    assertThat(
            reader
                .open(compact, Orders.enrolment(RA, Orders.DIGEST, Optional.empty()))
                .fault()
                .orElseThrow()
                .why())
        .isEqualTo("its digest is not the one in the order");
  }

  @Test
  void jweForAnotherKey_doesNotOpen() {
    String compact =
        OrderWriter.secret(header().build(), CmpWriter.SECRET, new TestAgreementKey().publicKey());
    assertThat(open(compact).result()).isEmpty();
  }

  @Test
  void headerOfAnotherOrderOrKey_isRefused() {
    assertThat(why(OrderWriter.secretHeader("keyservice-secrets", "ref-1", "jti-1")))
        .isEqualTo("kid is not order-decryption");
    assertThat(why(OrderWriter.secretHeader("order-decryption", "ref-2", "jti-1")))
        .isEqualTo("reference is not ref-1");
    assertThat(why(OrderWriter.secretHeader("order-decryption", "ref-1", "jti-2")))
        .isEqualTo("jti is not jti-1");
  }

  @Test
  void otherAlgorithmsTypesAndCompression_areRefused() {
    assertThat(
            why(
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A128KW, EncryptionMethod.A256GCM)
                    .keyID("order-decryption")))
        .startsWith("alg is not");
    assertThat(
            why(
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256CBC_HS512)
                    .keyID("order-decryption")))
        .startsWith("enc is not");
    assertThat(why(header().type(new JOSEObjectType("JWE")))).startsWith("typ is not");
    assertThat(why(header().compressionAlgorithm(CompressionAlgorithm.DEF)))
        .isEqualTo("unknown member zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "only-21-characters-xx",
        "with a space 0123456789abcdef",
        "with:colon-0123456789abcdef",
        "tab\t0123456789abcdef012345",
        ""
      })
  void weakOrUntypableSecret_isRefused(String weak) {
    assertThat(open(jwe(header().build(), weak)).result()).isEmpty();
  }

  @Test
  void anyChangedCharacter_neverOpens() {
    String compact = jwe(header().build(), CmpWriter.SECRET);
    for (int i = 0; i < compact.length(); i += 7) {
      char other = compact.charAt(i) == 'A' ? 'B' : 'A';
      String changed = compact.substring(0, i) + other + compact.substring(i + 1);
      assertThat(open(changed).result()).as("character %d", i).isEmpty();
    }
  }

  @Test
  void secret_isMaskedAndWiped() {
    MacSecret secret = MacSecret.of(CmpWriter.SECRET.getBytes(StandardCharsets.US_ASCII));
    assertThat(secret.toString()).doesNotContain("Test-Secret");
    byte[] held = secret.use(octets -> octets);
    secret.close();
    assertThat(held).containsOnly(0);
    assertThatThrownBy(() -> secret.use(octets -> 1)).isInstanceOf(IllegalStateException.class);
  }

  private static JWEHeader.Builder header() {
    return OrderWriter.secretHeader(SecretReader.ORDER_DECRYPTION, "ref-1", "jti-1");
  }

  private String jwe(JWEHeader header, String secret) {
    return OrderWriter.secret(header, secret, key.publicKey());
  }

  private Outcome<MacSecret, Problem> open(String compact) {
    return reader.open(
        compact, Orders.enrolment(RA, OrderWriter.digest(compact), Optional.empty()));
  }

  private String why(JWEHeader.Builder header) {
    return open(jwe(header.build(), CmpWriter.SECRET)).fault().orElseThrow().why();
  }
}
