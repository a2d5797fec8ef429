package org.vouchseal.hsm.software;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.provider.PublicKeys;

/** Keys of published vectors put straight into the token's key classes. */
class KnownAnswersTest {

  private static final String P256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

  /** RFC 5903 §8.1, group 19. */
  @ParameterizedTest
  @ValueSource(strings = {"accp", "fallback"})
  void agreement(String setting) throws Exception {
    CryptoProviders providers = CryptoProviders.of(setting);
    byte[] pkcs8 =
        hex(
            "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
                + "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
    byte[] own =
        hex(
            P256
                + "dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180"
                + "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3");
    byte[] peer =
        hex(
            P256
                + "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
                + "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab");
    PublicKeys publicKeys = new PublicKeys(providers);
    KeyPair pair =
        new KeyPair(
            publicKeys.decode(own),
            providers.keyFactory("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));

    byte[] secret =
        new SoftwareAgreementKey(
                KeyPurpose.ORDER_DECRYPTION,
                new KeyRing.StoredPair(pair, KeyAlgorithm.P256),
                providers)
            .agree(publicKeys.decode(peer));

    assertThat(secret)
        .isEqualTo(hex("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"));
  }

  /** The Galois/Counter Mode of Operation (McGrew, Viega), test case 14. */
  @Test
  void unwrapping() {
    TreeMap<Integer, SecretKey> versions = new TreeMap<>();
    versions.put(1, new SecretKeySpec(new byte[32], "AES"));
    SoftwareWrappingKey key =
        new SoftwareWrappingKey(
            KeyPurpose.KEK,
            versions,
            CryptoProviders.of("fallback"),
            new java.security.SecureRandom());
    byte[] box =
        hex(
            "000000000000000000000000"
                + "cea7403d4d606b6e074ec5d3baf39d18"
                + "d0d1c8a799996bf0265b98b5d48ab919");

    assertThat(key.unwrap(new Wrapped(1, box), new byte[0])).isEqualTo(new byte[16]);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
