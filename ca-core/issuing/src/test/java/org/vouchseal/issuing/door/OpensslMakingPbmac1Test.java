package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.messages.fixtures.CmpWriter;

/**
 * PBMAC1 (RFC 9481 §6.1.2) judged by openssl's own PBKDF2 and HMAC, since {@code openssl cmp} of
 * Debian speaks PBM only: requests carry its MAC, and it verifies our answers.
 */
class OpensslMakingPbmac1Test extends OneIssuing {

  @TempDir Path folder;

  /** Digest, PRF and MAC with their key length in octets. */
  private record Kind(String digest, AlgorithmIdentifier hmac, int keyOctets) {
    static Kind of(int bits) {
      return new Kind(
          "SHA" + bits,
          new AlgorithmIdentifier(
              switch (bits) {
                case 256 -> PKCSObjectIdentifiers.id_hmacWithSHA256;
                case 384 -> PKCSObjectIdentifiers.id_hmacWithSHA384;
                default -> PKCSObjectIdentifiers.id_hmacWithSHA512;
              }),
          bits / 8);
    }
  }

  @ParameterizedTest
  @CsvSource({"256,256,100", "256,512,2048", "512,256,1000", "384,384,100000"})
  void wholeEnrolment_isAnsweredInKind(int prf, int mac, int iterations) throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    AlgorithmIdentifier pbmac1 = pbmac1(Kind.of(prf), Kind.of(mac), iterations);

    Applicant.Answer ip = anna.send("/p/signing", protectedBy(anna, anna.irWriter(), pbmac1));
    Applicant.Answer confirmed =
        anna.send("/p/signing", protectedBy(anna, anna.accepting(ip), pbmac1));

    assertThat(ip.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(confirmed.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    for (Applicant.Answer answer : List.of(ip, confirmed)) {
      AlgorithmIdentifier used = answer.message().getHeader().getProtectionAlg();
      assertThat(used.getAlgorithm()).isEqualTo(PKCSObjectIdentifiers.id_PBMAC1);
      assertThat(kdf(used).getSalt()).isNotEqualTo(kdf(pbmac1).getSalt());
      assertThat(kdf(used).getIterationCount()).isEqualTo(kdf(pbmac1).getIterationCount());
      assertThat(answer.message().getProtection().getOctets())
          .isEqualTo(macByOpenssl(anna.enrolment.secret(), answer.message()));
    }
  }

  private static AlgorithmIdentifier pbmac1(Kind prf, Kind mac, int iterations) {
    PBKDF2Params pbkdf2 =
        new PBKDF2Params(CmpWriter.filled(16, 3), iterations, mac.keyOctets(), prf.hmac());
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBMAC1,
        new PBMAC1Params(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2, pbkdf2), mac.hmac()));
  }

  private static PBKDF2Params kdf(AlgorithmIdentifier pbmac1) {
    return PBKDF2Params.getInstance(
        PBMAC1Params.getInstance(pbmac1.getParameters()).getKeyDerivationFunc().getParameters());
  }

  private byte[] protectedBy(Applicant who, CmpWriter writer, AlgorithmIdentifier algorithm)
      throws Exception {
    PKIMessage draft =
        PKIMessage.getInstance(writer.raw(algorithm, new DERBitString(new byte[32])));
    return writer.raw(algorithm, new DERBitString(macByOpenssl(who.enrolment.secret(), draft)));
  }

  private byte[] macByOpenssl(String secret, PKIMessage message) throws Exception {
    PBMAC1Params parameters =
        PBMAC1Params.getInstance(message.getHeader().getProtectionAlg().getParameters());
    PBKDF2Params pbkdf2 = kdf(message.getHeader().getProtectionAlg());
    String key =
        openssl(
            "kdf",
            "-keylen",
            pbkdf2.getKeyLength().toString(),
            "-kdfopt",
            "digest:" + digest(pbkdf2.getPrf()),
            "-kdfopt",
            "pass:" + secret,
            "-kdfopt",
            "hexsalt:" + HexFormat.of().formatHex(pbkdf2.getSalt()),
            "-kdfopt",
            "iter:" + pbkdf2.getIterationCount(),
            "PBKDF2");
    Path part = folder.resolve("protected-part.der");
    Files.write(
        part,
        new DERSequence(new ASN1Encodable[] {message.getHeader(), message.getBody()})
            .getEncoded("DER"));
    String mac =
        openssl(
            "mac",
            "-digest",
            digest(parameters.getMessageAuthScheme()),
            "-macopt",
            "hexkey:" + key,
            "-in",
            part.toString(),
            "HMAC");
    return HexFormat.of().parseHex(mac);
  }

  private static String digest(AlgorithmIdentifier hmac) {
    for (int bits : new int[] {256, 384, 512}) {
      if (Kind.of(bits).hmac().getAlgorithm().equals(hmac.getAlgorithm())) {
        return Kind.of(bits).digest();
      }
    }
    throw new IllegalArgumentException(hmac.getAlgorithm().getId());
  }

  /** The hexadecimal digits that openssl prints, without colons, in lower case. */
  private static String openssl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output.replace(":", "").toLowerCase(java.util.Locale.ROOT);
  }
}
