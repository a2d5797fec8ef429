package org.vouchseal.issuing.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.SubjectName.AttributeType;

/**
 * Which subject attributes a certificate may and must have (SBR §7.1.4.2); for end entities by
 * tier, else one row for all.
 */
public final class SubjectRules {

  /**
   * One row of the table.
   *
   * @param required must be there, once
   * @param allowed may be there, once; contains {@code required}
   * @param person givenName or surname, or else a pseudonym, must be there
   * @param organization organizationIdentifier follows the grammar of SBR §7.1.4.2.2 d
   * @param anyName no attribute has to fit another one or a mailbox
   */
  record Row(
      Set<AttributeType> required,
      Set<AttributeType> allowed,
      boolean person,
      boolean organization,
      boolean anyName) {}

  private static final Set<String> WORDS = Set.of("person", "organization", "anyName");

  private final Map<AssuranceTier, Row> byTier;
  private final Optional<Row> forAll;

  private SubjectRules(Map<AssuranceTier, Row> byTier, Optional<Row> forAll) {
    this.byTier = byTier;
    this.forAll = forAll;
  }

  static SubjectRules parse(String name, Properties table) {
    String prefix = "subject." + name;
    Map<AssuranceTier, Row> byTier = new EnumMap<>(AssuranceTier.class);
    for (AssuranceTier tier : AssuranceTier.values()) {
      String text = table.getProperty(prefix + "." + tier);
      if (text != null) {
        byTier.put(tier, row(text));
      }
    }
    Optional<Row> forAll = Optional.ofNullable(table.getProperty(prefix)).map(SubjectRules::row);
    if (byTier.isEmpty() == forAll.isEmpty()) {
      throw new IllegalArgumentException("no table " + prefix + ", or two of them");
    }
    return new SubjectRules(byTier, forAll);
  }

  private static Row row(String text) {
    Set<AttributeType> required = EnumSet.noneOf(AttributeType.class);
    Set<AttributeType> allowed = EnumSet.noneOf(AttributeType.class);
    List<String> words = ProfileConfig.split(text);
    for (String word : words) {
      if (word.endsWith("!") || word.endsWith("?")) {
        AttributeType type = attribute(word.substring(0, word.length() - 1));
        allowed.add(type);
        if (word.endsWith("!")) {
          required.add(type);
        }
      } else if (!WORDS.contains(word)) {
        throw new IllegalArgumentException("subject rule not understood: " + word);
      }
    }
    return new Row(
        Set.copyOf(required),
        Set.copyOf(allowed),
        words.contains("person"),
        words.contains("organization"),
        words.contains("anyName"));
  }

  private static AttributeType attribute(String label) {
    return Arrays.stream(AttributeType.values())
        .filter(type -> type.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such attribute: " + label));
  }

  /**
   * What is wrong with a subject; empty when nothing is.
   *
   * @param tier what was validated; empty for services and CAs
   * @param mailboxes the mailboxes of the subjectAltName
   */
  public List<String> faults(
      Optional<AssuranceTier> tier, SubjectName subject, List<Mailbox> mailboxes) {
    Optional<Row> row = forAll.isPresent() ? forAll : tier.map(byTier::get);
    if (row.isEmpty()) {
      return List.of("tier " + tier.map(Enum::name).orElse("none") + " is not in the table");
    }
    List<String> faults = new ArrayList<>();
    Map<AttributeType, String> values = new EnumMap<>(AttributeType.class);
    for (SubjectName.Attribute attribute : subject.attributes()) {
      String label = attribute.type().label();
      if (values.put(attribute.type(), attribute.value()) != null) {
        faults.add(label + " is there twice");
      }
      if (!row.get().allowed().contains(attribute.type())) {
        faults.add(label + " is not allowed here");
      }
      SubjectValues.fault(attribute).ifPresent(faults::add);
    }
    for (AttributeType type : row.get().required()) {
      if (!values.containsKey(type)) {
        faults.add(type.label() + " is missing");
      }
    }
    if (!row.get().anyName()) {
      SubjectValues.placeFault(values).ifPresent(faults::add);
    }
    if (row.get().person()) {
      SubjectValues.personFault(values).ifPresent(faults::add);
    }
    if (row.get().organization()) {
      SubjectValues.organizationFault(values).ifPresent(faults::add);
    }
    if (tier.isPresent() && !row.get().anyName()) {
      SubjectValues.commonNameFault(tier.get(), values, mailboxes).ifPresent(faults::add);
    }
    return List.copyOf(faults);
  }
}
