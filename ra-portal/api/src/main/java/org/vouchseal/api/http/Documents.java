package org.vouchseal.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The documents of this interface, checked in beside this class. */
public final class Documents {

  private final String openApi;
  private final Properties problemTypes;
  private final Problems problems;

  public Documents(Problems problems) {
    this.problems = problems;
    this.openApi = read("openapi.json");
    this.problemTypes = new Properties();
    try (InputStream in = resource("problems.properties")) {
      problemTypes.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException("the list of problem types is not readable", broken);
    }
  }

  Answer openApi() {
    return new Answer(200, Answer.JSON, Map.of(), openApi);
  }

  Answer problem(String name) {
    String text = problemTypes.getProperty(name);
    if (text == null) {
      return problems.of(
          404,
          "not-found",
          "there is no such page",
          "no problem type of this name is known",
          "use the address in the field type of a problem");
    }
    String page =
        name
            + "\n\n"
            + text
            + "\n\nThe answer itself says what happened (title), why (detail), and what to do now"
            + " (action).\nGive its reference to the operator when you ask for help.\n";
    return new Answer(200, "text/plain;charset=UTF-8", Map.of(), page);
  }

  private static String read(String name) {
    try (InputStream in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(name + " is not readable", broken);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Documents.class.getResourceAsStream(name), name);
  }
}
