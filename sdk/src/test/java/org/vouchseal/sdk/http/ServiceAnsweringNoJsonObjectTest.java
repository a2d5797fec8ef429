package org.vouchseal.sdk.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.sdk.NotVerified;

/**
 * Whatever stands in the place of the JSON object that a service owes: one fault, always the same.
 */
class ServiceAnsweringNoJsonObjectTest {

  static String[] answers() {
    return new String[] {
      "<html>",
      "{",
      "[1]",
      "1",
      "{\"a\":1e10000000000}",
      "{\"a\":" + "1".repeat(2000) + "}",
      "{\"a\":" + "[".repeat(5000)
    };
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anythingElse_isNotVerified(String answer) {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Problems.object(body)).isInstanceOf(NotVerified.class);
  }
}
