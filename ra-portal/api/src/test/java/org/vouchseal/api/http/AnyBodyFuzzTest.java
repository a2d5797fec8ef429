package org.vouchseal.api.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever octets are sent as a REST body: read or refused, in time, and nothing is thrown. */
class AnyBodyFuzzTest {

  static Stream<byte[]> bodies() {
    return Stream.of(
            "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"claims\":{},\"language\":\"en\"}",
            "{\"code\":\"ABCDE\",\"claims\":{\"a\":1}}",
            "{\"a\":1e400}",
            "{\"a\":1e10000000000}",
            "[[[[[]]]]]",
            "{}x",
            "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @FuzzTest(maxDuration = "10m")
  void restBody(byte[] octets) {
    long before = System.nanoTime();
    boolean unusedFaultless =
        RequestBody.read(
                new ByteArrayInputStream(octets), Set.of("mailbox", "tier", "claims", "language"))
            .then(
                body -> {
                  String mailbox = body.text("mailbox");
                  boolean tier = body.optionalText("tier").isPresent();
                  int names = body.namesIn("claims").size();
                  return body.whenFaultless(mailbox + tier + names + body.digest());
                })
            .result()
            .isPresent();
    long spent = System.nanoTime() - before;
    if (spent > 3_000_000_000L) {
      throw new AssertionError("one input took " + spent / 1_000_000 + " ms");
    }
  }
}
