package org.vouchseal.issuing.profile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SubjectName.Attribute;
import org.vouchseal.model.SubjectName.AttributeType;

/** Rules for the values of subject attributes (SBR §7.1.4.2.2, bounds of RFC 5280 Appendix A). */
final class SubjectValues {

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private SubjectValues() {}

  static Optional<String> fault(Attribute attribute) {
    String value = attribute.value();
    String label = attribute.type().label();
    int length = value.codePointCount(0, value.length());
    int limit = upperBound(attribute.type());
    if (length > limit) {
      return Optional.of(label + " has " + length + " characters, the limit is " + limit);
    }
    if (value.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return Optional.of(label + " is a placeholder");
    }
    if (!value.equals(value.strip())) {
      return Optional.of(label + " begins or ends with white space");
    }
    if (attribute.type() == AttributeType.COUNTRY && !isCountry(value)) {
      return Optional.of(label + " is no ISO 3166-1 code of two letters");
    }
    return Optional.empty();
  }

  private static int upperBound(AttributeType type) {
    return switch (type) {
      case COUNTRY -> 2;
      case COMMON_NAME, ORGANIZATION_NAME, SERIAL_NUMBER, TITLE -> 64;
      case LOCALITY, STATE_OR_PROVINCE, PSEUDONYM -> 128;
      case ORGANIZATION_IDENTIFIER -> 256;
      case GIVEN_NAME, SURNAME -> 128;
    };
  }

  /** Two upper-case letters of ISO 3166-1, or {@code XX} where no country fits. */
  private static boolean isCountry(String value) {
    return value.equals("XX") || COUNTRIES.contains(value);
  }

  static Optional<String> placeFault(Map<AttributeType, String> values) {
    boolean place =
        values.containsKey(AttributeType.LOCALITY)
            || values.containsKey(AttributeType.STATE_OR_PROVINCE);
    return place && !values.containsKey(AttributeType.COUNTRY)
        ? Optional.of("L or ST without C")
        : Optional.empty();
  }

  static Optional<String> personFault(Map<AttributeType, String> values) {
    boolean named =
        values.containsKey(AttributeType.GIVEN_NAME) || values.containsKey(AttributeType.SURNAME);
    boolean pseudonym = values.containsKey(AttributeType.PSEUDONYM);
    if (named == pseudonym) {
      return Optional.of(
          named
              ? "pseudonym beside givenName or SN"
              : "one of givenName, SN or pseudonym is missing");
    }
    return Optional.empty();
  }

  static Optional<String> organizationFault(Map<AttributeType, String> values) {
    String identifier = values.get(AttributeType.ORGANIZATION_IDENTIFIER);
    if (identifier == null) {
      return Optional.empty();
    }
    Optional<OrganizationIdentifier> parsed = OrganizationIdentifier.parse(identifier);
    if (parsed.isEmpty()) {
      return Optional.of("organizationIdentifier does not follow the grammar of SBR App. A.1");
    }
    String country = values.get(AttributeType.COUNTRY);
    return country == null || parsed.get().fitsCountry(country)
        ? Optional.empty()
        : Optional.of("C is not the country of organizationIdentifier");
  }

  static Optional<String> commonNameFault(
      AssuranceTier tier, Map<AttributeType, String> values, List<Mailbox> mailboxes) {
    String name = values.get(AttributeType.COMMON_NAME);
    if (name == null || mailboxes.stream().anyMatch(m -> m.address().equals(name))) {
      return Optional.empty();
    }
    boolean fits =
        switch (tier) {
          case V1 -> false;
          case V2, V4 -> isPersonalName(name, values);
          case V3 -> name.equals(values.get(AttributeType.ORGANIZATION_NAME));
        };
    return fits
        ? Optional.empty()
        : Optional.of(
            "CN is neither a mailbox of the certificate nor a name validated for " + tier);
  }

  private static boolean isPersonalName(String name, Map<AttributeType, String> values) {
    String pseudonym = values.get(AttributeType.PSEUDONYM);
    if (pseudonym != null) {
      return name.equals(pseudonym);
    }
    String given = values.getOrDefault(AttributeType.GIVEN_NAME, "");
    String surname = values.getOrDefault(AttributeType.SURNAME, "");
    return name.equals((given + " " + surname).strip())
        || name.equals((surname + " " + given).strip());
  }
}
