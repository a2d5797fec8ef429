package org.vouchseal.issuing.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.BouncyCastleKeyReader;
import org.vouchseal.model.ProfileName;

/**
 * CMP-8: of a collection of bad keys every one is refused, whatever is bad about it. Each has one
 * fault only, so that no check hides behind another.
 */
class KnownBadKeysTest {

  private static final BigInteger F4 = BigInteger.valueOf(65537);
  private static final BigInteger SMALL_PRIMES = productOfPrimesBelow(752);
  private static final CertificateProfile SIGNING =
      CertificateProfiles.standard().get(ProfileName.SIGNING);

  @TempDir Path folder;
  private final Random random = new Random(20);

  private final PublicKeyCheck check =
      new PublicKeyCheck(new BouncyCastleKeyReader(), KeyBlocklist.EMPTY);

  @Test
  void everyKeyOfTheCollection_isRefused() throws IOException {
    Map<String, byte[]> collection = new TreeMap<>();
    for (int bits : new int[] {512, 768, 1024, 1536, 2040, 8200, 16384}) {
      collection.put("RSA of " + bits + " bits", rsa(odd(bits), F4));
    }
    for (long e : new long[] {1, 2, 3, 5, 17, 257, 65535, 65536, 65538}) {
      collection.put("exponent " + e, rsa(sound(), BigInteger.valueOf(e)));
    }
    collection.put("exponent 2^256 + 1", rsa(sound(), BigInteger.TWO.pow(256).add(F4)));
    collection.put("even modulus", rsa(multipleOf(2), F4));
    for (int prime : new int[] {3, 5, 7, 11, 101, 751}) {
      collection.put("factor " + prime, rsa(multipleOf(prime), F4));
    }
    for (int distance : new int[] {1, 2, 64, 256, 400}) {
      collection.put(
          "primes 2^" + distance + " apart", rsa(closePrimes(BigInteger.TWO.pow(distance)), F4));
    }
    for (int rounds : new int[] {2, 50, 100}) {
      collection.put("primes found in round " + rounds, rsa(primesFoundIn(rounds), F4));
    }
    collection.put("a square", rsa(square(), F4));
    collection.put("a power of 65537 modulo small primes", rsa(rocaModulus(), F4));
    collection.put("secp521r1", Keys.ec("secp521r1").getPublic().getEncoded());

    Map<String, Boolean> passed = new TreeMap<>();
    collection.forEach(
        (name, key) -> {
          if (check.fault(SIGNING, key).isEmpty()) {
            passed.put(name, true);
          }
        });

    assertThat(passed).isEmpty();
    assertThat(collection).hasSizeGreaterThan(30);
    assertThat(check.fault(SIGNING, rsa(sound(), F4))).isEmpty();
  }

  @Test
  void keyByTheFingerprintThatOpensslAndSha1Make_isRefused() throws Exception {
    run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "k");
    run("openssl", "pkey", "-in", "k", "-pubout", "-outform", "DER", "-out", "spki");
    byte[] printed = run("openssl", "rsa", "-in", "k", "-noout", "-modulus");
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(printed)).substring(20);
    byte[] key = Files.readAllBytes(folder.resolve("spki"));
    Path list = Files.writeString(folder.resolve("list"), "# CVE-2008-0166\n" + digest + "\n");

    assertThat(digest).hasSize(20);
    assertThat(listed(list, key)).get().matches(KeyFault::weak);
    assertThat(listed(list, Keys.rsa(2048).getPublic().getEncoded())).isEmpty();
    assertThat(listed(list, Keys.p256().getPublic().getEncoded())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing\n",
        "00\n",
        "zz00112233445566778899\n",
        "<html>\n",
        "00112233445566778899\n00\n"
      })
  void listThatIsNone_isRefusedByName(String content) throws IOException {
    Path list = Files.writeString(folder.resolve("list"), content);
    assertThatThrownBy(() -> KeyBlocklist.read(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(list.toString());
  }

  private static Optional<KeyFault> listed(Path list, byte[] key) {
    return new PublicKeyCheck(new BouncyCastleKeyReader(), KeyBlocklist.read(list))
        .fault(SIGNING, key);
  }

  private byte[] run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(new String(output, StandardCharsets.UTF_8)).isZero();
    return output;
  }

  /** So many bits, without a small factor. */
  private BigInteger odd(int bits) {
    while (true) {
      BigInteger n = new BigInteger(bits, random).setBit(bits - 1).setBit(0);
      if (n.gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
        return n;
      }
    }
  }

  private BigInteger sound() {
    while (true) {
      BigInteger n =
          BigInteger.probablePrime(1024, random).multiply(BigInteger.probablePrime(1024, random));
      if (n.bitLength() == 2048) {
        return n;
      }
    }
  }

  private BigInteger multipleOf(int prime) {
    BigInteger p = BigInteger.valueOf(prime);
    while (true) {
      BigInteger n = odd(2049 - p.bitLength()).multiply(p);
      if (n.bitLength() == 2048) {
        return n;
      }
    }
  }

  private BigInteger largePrime() {
    return BigInteger.probablePrime(1024, random).setBit(1022).nextProbablePrime();
  }

  private BigInteger closePrimes(BigInteger distance) {
    BigInteger p = largePrime();
    return p.multiply(p.add(distance).nextProbablePrime());
  }

  /** Fermat's method begins at the root of n and is (q - p)² / 8p steps away from the middle. */
  private BigInteger primesFoundIn(int rounds) {
    BigInteger p = largePrime();
    BigInteger distance = p.multiply(BigInteger.valueOf(8L * rounds)).sqrt();
    return p.multiply(p.add(distance).nextProbablePrime());
  }

  private BigInteger square() {
    BigInteger p = largePrime();
    return p.multiply(p);
  }

  /** What modulus the library of CVE-2017-15361 makes: a power of 65537 modulo small primes. */
  private BigInteger rocaModulus() {
    BigInteger primorial = productOfPrimesBelow(710);
    BigInteger power = F4.modPow(new BigInteger(250, random), primorial);
    BigInteger times =
        BigInteger.ONE.shiftLeft(2047).add(new BigInteger(2000, random)).divide(primorial);
    BigInteger n = times.add(BigInteger.ONE).multiply(primorial).add(power);
    assertThat(n.bitLength()).isEqualTo(2048);
    return n;
  }

  private static BigInteger productOfPrimesBelow(int limit) {
    BigInteger product = BigInteger.ONE;
    for (BigInteger p = BigInteger.TWO; p.intValue() < limit; p = p.nextProbablePrime()) {
      product = product.multiply(p);
    }
    return product;
  }

  private static byte[] rsa(BigInteger n, BigInteger e) throws IOException {
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new org.bouncycastle.asn1.pkcs.RSAPublicKey(n, e))
        .getEncoded("DER");
  }
}
