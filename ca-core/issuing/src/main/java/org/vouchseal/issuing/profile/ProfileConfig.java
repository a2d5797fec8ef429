package org.vouchseal.issuing.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One profile as it stands in the table, unchecked.
 *
 * @param name name of the block
 * @param entries its lines, without the name
 */
record ProfileConfig(String name, Map<String, String> entries) {

  ProfileConfig {
    entries = Map.copyOf(entries);
  }

  /** This one, with what it does not say taken from {@code base}. */
  ProfileConfig over(ProfileConfig base) {
    Map<String, String> merged = new TreeMap<>(base.entries);
    merged.putAll(entries);
    merged.remove("like");
    return new ProfileConfig(name, merged);
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  String get(String key) {
    return find(key)
        .orElseThrow(() -> new IllegalArgumentException("profile " + name + " has no " + key));
  }

  /** The elements between commas; empty when there is no such line. */
  List<String> list(String key) {
    return find(key).map(ProfileConfig::split).orElse(List.of());
  }

  static List<String> split(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
