package org.vouchseal.ceremony;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A plan as flat entries, e.g. {@code certificates.root.algorithm = P384}; lists are joined by
 * commas. In this form a plan is recorded and compared.
 *
 * @param values by path, sorted
 */
record PlanEntries(SortedMap<String, String> values) {

  private static final int LARGEST_FILE = 64 * 1024;

  /** Entries that plans of earlier versions did not know. */
  private static final Pattern LATER_ENTRIES =
      Pattern.compile(
          "certificates\\.archive-transport\\..*|registrationAuthorities\\..*\\.encryptionClient");

  PlanEntries {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * Reads a YAML file.
   *
   * @throws CeremonyRefused when it is missing, no YAML, or not mappings of texts, numbers and
   *     lists
   */
  static PlanEntries read(Path file) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      options.setCodePointLimit(LARGEST_FILE);
      options.setMaxAliasesForCollections(0);
      Object document = new Yaml(new SafeConstructor(options)).load(reader);
      TreeMap<String, String> values = new TreeMap<>();
      flatten("", document, values);
      return new PlanEntries(values);
    } catch (IOException | YAMLException | IllegalArgumentException e) {
      throw new CeremonyRefused("plan " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void flatten(String path, @Nullable Object node, Map<String, String> into) {
    if (node instanceof Map<?, ?> mapping) {
      mapping.forEach(
          (key, value) ->
              flatten(path.isEmpty() ? String.valueOf(key) : path + "." + key, value, into));
    } else if (node instanceof List<?> list) {
      into.put(path, String.join(",", list.stream().map(item -> scalar(path, item)).toList()));
    } else {
      into.put(path, scalar(path, node));
    }
  }

  private static String scalar(String path, @Nullable Object node) {
    if (node instanceof String || node instanceof Integer || node instanceof Boolean) {
      return node.toString();
    }
    throw new IllegalArgumentException(
        (path.isEmpty() ? "the plan" : path) + " must be text, a whole number, true or false");
  }

  Optional<String> find(String path) {
    return Optional.ofNullable(values.get(path));
  }

  PlanEntries with(String path, String value) {
    TreeMap<String, String> more = new TreeMap<>(values);
    more.put(path, value);
    return new PlanEntries(more);
  }

  /**
   * What differs, one line each with both values; empty when nothing does. What {@code other} has
   * and no plan had at first is no difference: it can be added to a ceremony that was performed.
   */
  List<String> differencesTo(PlanEntries other) {
    TreeMap<String, String> all = new TreeMap<>(values);
    all.putAll(other.values);
    List<String> differences = new ArrayList<>();
    for (String path : all.keySet()) {
      String here = find(path).orElse("absent");
      String there = other.find(path).orElse("absent");
      boolean added = find(path).isEmpty() && LATER_ENTRIES.matcher(path).matches();
      if (!here.equals(there) && !added) {
        differences.add(path + " was " + here + " and is now " + there);
      }
    }
    return differences;
  }

  /** These entries out of lines as {@link #text} writes them. */
  static PlanEntries parse(byte[] text) {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(new String(text, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read recorded entries", e);
    }
    TreeMap<String, String> values = new TreeMap<>();
    lines.stringPropertyNames().forEach(path -> values.put(path, lines.getProperty(path)));
    return new PlanEntries(values);
  }

  /** One line for each entry, as {@link java.util.Properties} reads it. */
  String text() {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (path, value) ->
            text.append(path).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    return text.toString();
  }
}
