package org.vouchseal.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vouchseal.api.boot.ApiApplication;

class DocumentsTest {

  private final Documents documents =
      new Documents(new Problems(new SecureRandom(), java.time.Clock.systemUTC()));

  @Test
  void openApiDocument_listsExactlyTheResourcesThatExist() {
    JsonObject paths;
    try (JsonReader reader = Json.createReader(new StringReader(documents.openApi().body()))) {
      paths = reader.readObject().getJsonObject("paths");
    }
    Set<String> documented = new TreeSet<>();
    paths.forEach(
        (path, item) ->
            item.asJsonObject().keySet().stream()
                .filter(method -> !method.equals("parameters"))
                .forEach(method -> documented.add(method + " " + path)));
    Set<String> existing = new TreeSet<>();
    for (Class<?> resource : new ApiApplication().getClasses()) {
      if (resource.isAnnotationPresent(Path.class)) {
        for (Method method : resource.getDeclaredMethods()) {
          httpMethod(method).forEach(http -> existing.add(http + " " + address(resource, method)));
        }
      }
    }
    assertThat(documented).isEqualTo(existing).hasSize(13);
  }

  @Test
  void everyProblemTypeInTheSources_hasItsHelpPage() throws IOException {
    Pattern type = Pattern.compile("(?:Kind\\.[A-Z_]+|\\d{3}),\\s*\"([a-z-]+)\"");
    Set<String> types = new TreeSet<>();
    for (String folder :
        new String[] {
          "src/main/java",
          "../../validation-workflows/src/main/java",
          "../../ca-core/status/src/main/java"
        }) {
      try (Stream<java.nio.file.Path> files = Files.walk(java.nio.file.Path.of(folder))) {
        for (java.nio.file.Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          Matcher found = type.matcher(Files.readString(file));
          while (found.find()) {
            types.add(found.group(1));
          }
        }
      }
    }
    assertThat(types).hasSizeGreaterThan(20);
    for (String name : types) {
      assertThat(documents.problem(name).status()).as(name).isEqualTo(200);
    }
    assertThat(documents.problem("no-such-type").status()).isEqualTo(404);
  }

  private static Stream<String> httpMethod(Method method) {
    return Stream.of(GET.class, POST.class, DELETE.class, PUT.class)
        .filter(method::isAnnotationPresent)
        .map(annotation -> annotation.getSimpleName().toLowerCase(Locale.ROOT));
  }

  private static String address(Class<?> resource, Method method) {
    String base = resource.getAnnotation(Path.class).value();
    String rest =
        method.isAnnotationPresent(Path.class) ? method.getAnnotation(Path.class).value() : "";
    return Stream.of(base, rest)
        .filter(part -> !part.isEmpty())
        .map(part -> "/" + part)
        .reduce("", String::concat);
  }
}
