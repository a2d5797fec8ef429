package org.vouchseal.api.http;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Sha256;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.Refusal.FieldFault;

/**
 * A JSON object from a client, read strictly: at most 16 KiB of UTF-8, no name twice, no unknown
 * field, every field of its type. All faults of fields are told at once.
 */
final class RequestBody {

  // kept, since each call of Json searches the class path for an implementation
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  static final int LIMIT = 16 * 1024;
  private static final int DEEPEST = 4;
  private static final int READ_ON = 4 * 1024 * 1024;

  private final JsonObject object;
  private final String digest;
  private final List<FieldFault> faults = new ArrayList<>();

  private RequestBody(JsonObject object, String digest) {
    this.object = object;
    this.digest = digest;
  }

  static Outcome<RequestBody, Refusal> read(InputStream in, Set<String> fields) {
    try {
      byte[] octets = in.readNBytes(LIMIT + 1);
      if (octets.length > LIMIT) {
        readOn(in);
        return Outcome.refused(tooLarge());
      }
      return parse(octets, fields);
    } catch (IOException broken) {
      return Outcome.refused(noObject("the body ended before its time"));
    }
  }

  /** A client that is still sending would see a broken connection instead of the answer. */
  private static void readOn(InputStream in) throws IOException {
    byte[] thrownAway = new byte[LIMIT];
    int rest = READ_ON;
    for (int read = in.read(thrownAway); read > 0 && rest > 0; read = in.read(thrownAway)) {
      rest -= read;
    }
  }

  private static Outcome<RequestBody, Refusal> parse(byte[] octets, Set<String> fields) {
    try {
      String text = utf8(octets);
      if (!isOneShallowValue(text)) {
        return Outcome.refused(noObject("it is nested too deeply"));
      }
      JsonValue value = value(text);
      if (value.getValueType() != JsonValue.ValueType.OBJECT) {
        return Outcome.refused(noObject("it is a JSON value of another kind"));
      }
      RequestBody body = new RequestBody(value.asJsonObject(), Sha256.hex(octets));
      body.refuseUnknown(fields);
      return Outcome.of(body);
    } catch (CharacterCodingException noText) {
      return Outcome.refused(noObject("it is no UTF-8 text"));
    } catch (JsonException noJson) {
      return Outcome.refused(noObject("it is no JSON, or has a name twice"));
    } catch (UnsupportedOperationException
        | ArithmeticException
        | NumberFormatException hugeNumber) {
      return Outcome.refused(noObject("it holds a number that is too long"));
    }
  }

  /** The reader neither sees what follows the value nor limits its depth in an orderly way. */
  private static boolean isOneShallowValue(String text) {
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      int depth = 0;
      while (parser.hasNext()) {
        switch (parser.next()) {
          case START_ARRAY, START_OBJECT -> depth++;
          case END_ARRAY, END_OBJECT -> depth--;
          default -> {}
        }
        if (depth > DEEPEST) {
          return false;
        }
      }
      return true;
    }
  }

  private static JsonValue value(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }

  /** A text that must be there; the empty text after a fault. */
  String text(String name) {
    return optionalText(name)
        .orElseGet(
            () -> {
              if (!object.containsKey(name)) {
                faults.add(new FieldFault("/" + name, "is missing"));
              }
              return "";
            });
  }

  /** True or false, which must be there; false after a fault. */
  boolean truth(String name) {
    @Nullable JsonValue value = object.get(name);
    if (JsonValue.TRUE.equals(value) || JsonValue.FALSE.equals(value)) {
      return JsonValue.TRUE.equals(value);
    }
    faults.add(new FieldFault("/" + name, value == null ? "is missing" : "must be true or false"));
    return false;
  }

  /** A text that may be absent. */
  Optional<String> optionalText(String name) {
    if (!object.containsKey(name)) {
      return Optional.empty();
    }
    if (object.get(name) instanceof JsonString text) {
      return Optional.of(text.getString());
    }
    faults.add(new FieldFault("/" + name, "must be a text"));
    return Optional.empty();
  }

  /** Names in an object of texts that may be absent. */
  Set<String> namesIn(String name) {
    if (!object.containsKey(name)) {
      return Set.of();
    }
    if (!(object.get(name) instanceof JsonObject inner)) {
      faults.add(new FieldFault("/" + name, "must be an object"));
      return Set.of();
    }
    for (Map.Entry<String, JsonValue> entry : inner.entrySet()) {
      if (entry.getValue().getValueType() != JsonValue.ValueType.STRING) {
        faults.add(new FieldFault("/" + name + "/" + escaped(entry.getKey()), "must be a text"));
      }
    }
    return inner.keySet();
  }

  /** Digest of the octets that came. */
  String digest() {
    return digest;
  }

  /** Goes on when no field had a fault. */
  <T> Outcome<T, Refusal> whenFaultless(T value) {
    return faults.isEmpty() ? Outcome.of(value) : Outcome.refused(Refusal.ofFields(faults));
  }

  private void refuseUnknown(Set<String> fields) {
    for (String name : new TreeSet<>(object.keySet())) {
      if (!fields.contains(name)) {
        faults.add(new FieldFault("/" + escaped(name), "is no field of this request"));
      }
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static String utf8(byte[] octets) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
  }

  private static Refusal noObject(String why) {
    return Refusal.of(
        Problem.Kind.INVALID,
        "body-not-readable",
        "the request was not understood",
        "the body is not the JSON object that is expected: " + why,
        "send one JSON object in UTF-8");
  }

  static Refusal tooLarge() {
    return Refusal.of(
        Problem.Kind.INVALID,
        "body-too-large",
        "the request was not read",
        "the body has more than " + LIMIT + " octets",
        "send a smaller body");
  }
}
