package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestCa;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignerPaths;
import org.vouchseal.model.Outcome;

/** What the tests of this package share. */
final class Samples {

  static final CryptoProviders PROVIDERS =
      CryptoProviders.of(System.getProperty("vouchseal.crypto", "auto"));
  static final Clock CLOCK = Clock.fixed(TestCa.NOW, ZoneOffset.UTC);
  static final CmpReader READER = new CmpReader(DerLimits.MESSAGE);

  private Samples() {}

  static byte[] captured(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/openssl/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static ReceivedMessage read(byte[] octets) {
    CmpReading reading = READER.read(octets);
    assertThat(reading.fault()).isEmpty();
    return reading.result().orElseThrow();
  }

  static MacSecret secret() {
    return secret(CmpWriter.SECRET);
  }

  static MacSecret secret(String text) {
    return MacSecret.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  static MacProtection macs() {
    return new MacProtection(PROVIDERS, MacLimits.DEFAULT, new SecureRandom());
  }

  static SignatureProtection signatures(byte[]... caCertificates) {
    return new SignatureProtection(
        new ForeignSignatures(PROVIDERS),
        new SignerPaths(PROVIDERS, CLOCK, List.of(caCertificates)));
  }

  static CmpFailure failure(Outcome<?, CmpRefusal> outcome) {
    return outcome.fault().orElseThrow().failure();
  }
}
