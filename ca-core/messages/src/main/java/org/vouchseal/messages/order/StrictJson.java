package org.vouchseal.messages.order;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.vouchseal.messages.asn1.DerLimits;

/**
 * A JSON object whose every member must be asked for: repeated names, unknown members and values of
 * another type are refused.
 */
public final class StrictJson {

  private static final int MAX_NESTING = 4;
  private static final int MAX_TEXT = DerLimits.MESSAGE.octets();
  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(
          Map.of(jakarta.json.JsonConfig.KEY_STRATEGY, jakarta.json.JsonConfig.KeyStrategy.NONE));

  /** Kept, since each call of {@code Json} searches the class path for an implementation. */
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private final JsonObject object;
  private final Set<String> asked = new HashSet<>();

  private StrictJson(JsonObject object) {
    this.object = object;
  }

  /** Parses strict UTF-8; throws {@link MalformedOrder}. */
  static StrictJson parse(byte[] utf8) {
    return parse(utf8, MAX_TEXT);
  }

  /**
   * Parses strict UTF-8.
   *
   * @param limit most octets, inclusive
   * @throws MalformedOrder for anything but one object
   */
  public static StrictJson parse(byte[] utf8, int limit) {
    if (utf8.length > limit) {
      throw new MalformedOrder("the JSON has " + utf8.length + " octets, limit " + limit);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      refuseDeepNesting(text);
      refuseMoreThanOneValue(text);
      try (JsonReader reader = READERS.createReader(new StringReader(text))) {
        return new StrictJson(reader.readObject());
      }
    } catch (CharacterCodingException | JsonException | ClassCastException e) {
      throw new MalformedOrder("the JSON is not one object in UTF-8 with distinct names");
    } catch (UnsupportedOperationException
        | ArithmeticException
        | NumberFormatException hugeNumber) {
      throw new MalformedOrder("the JSON holds a number that is too long");
    }
  }

  /** The reader does not see what follows the value. */
  private static void refuseMoreThanOneValue(String text) {
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      while (parser.hasNext()) {
        JsonParser.Event unused = parser.next();
      }
    }
  }

  private static void refuseDeepNesting(String text) {
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        if (++depth > MAX_NESTING) {
          throw new MalformedOrder("the JSON is nested deeper than " + MAX_NESTING);
        }
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
  }

  /** A member that must be there and be text; throws {@link MalformedOrder}. */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> new MalformedOrder(name + " is absent"));
  }

  /** A member that must be text when it is there; throws {@link MalformedOrder}. */
  public Optional<String> optionalText(String name) {
    return member(name).map(value -> text(name, value));
  }

  /**
   * The text as the value that {@code reader} makes of it; its IllegalArgumentException refuses.
   */
  public <T> T text(String name, Function<String, T> reader) {
    try {
      return reader.apply(text(name));
    } catch (IllegalArgumentException e) {
      throw new MalformedOrder(name + ": " + e.getMessage());
    }
  }

  /** A whole number of seconds since 1970. */
  Instant seconds(String name) {
    try {
      return Instant.ofEpochSecond(number(name));
    } catch (DateTimeException e) {
      throw new MalformedOrder(name + " is no time");
    }
  }

  long number(String name) {
    JsonValue value = member(name).orElseThrow(() -> new MalformedOrder(name + " is absent"));
    if (!(value instanceof JsonNumber number) || !number.isIntegral()) {
      throw new MalformedOrder(name + " is not a whole number");
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw new MalformedOrder(name + " is too large");
    }
  }

  /** A member that must be there and be true or false. */
  boolean truth(String name) {
    JsonValue value = member(name).orElseThrow(() -> new MalformedOrder(name + " is absent"));
    return switch (value.getValueType()) {
      case TRUE -> true;
      case FALSE -> false;
      default -> throw new MalformedOrder(name + " is neither true nor false");
    };
  }

  List<String> texts(String name) {
    return array(name).stream().map(value -> text(name, value)).toList();
  }

  List<StrictJson> objects(String name) {
    return array(name).stream()
        .map(
            value -> {
              if (!(value instanceof JsonObject member)) {
                throw new MalformedOrder(name + " holds something else than objects");
              }
              return new StrictJson(member);
            })
        .toList();
  }

  /** Lets a member stand that somebody else reads. */
  void skip(String name) {
    asked.add(name);
  }

  /** Refuses members that nobody asked for; throws {@link MalformedOrder}. */
  public void nothingElse() {
    for (String name : object.keySet()) {
      if (!asked.contains(name)) {
        throw new MalformedOrder("unknown member " + printable(name));
      }
    }
  }

  private JsonArray array(String name) {
    JsonValue value = member(name).orElseThrow(() -> new MalformedOrder(name + " is absent"));
    if (!(value instanceof JsonArray array)) {
      throw new MalformedOrder(name + " is not a list");
    }
    return array;
  }

  private Optional<JsonValue> member(String name) {
    asked.add(name);
    return Optional.ofNullable(object.get(name));
  }

  private static String text(String name, JsonValue value) {
    if (!(value instanceof JsonString string)) {
      throw new MalformedOrder(name + " is not text");
    }
    return string.getString();
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.-]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) : plain;
  }
}
