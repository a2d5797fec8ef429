package org.vouchseal.model;

import java.util.List;

/**
 * The names that a certificate will carry in its subject, in the order of encoding.
 *
 * <p>They come from the approved order only, never from a request. An empty list is the empty
 * subject, which makes the subjectAltName critical (RFC 5280 §4.1.2.6).
 *
 * @param attributes copied
 */
public record SubjectName(List<Attribute> attributes) {

  /** The attributes that any profile of Vouchseal may carry; others cannot be written. */
  public enum AttributeType {
    COMMON_NAME("CN"),
    ORGANIZATION_NAME("O"),
    ORGANIZATION_IDENTIFIER("organizationIdentifier"),
    GIVEN_NAME("givenName"),
    SURNAME("SN"),
    PSEUDONYM("pseudonym"),
    SERIAL_NUMBER("serialNumber"),
    TITLE("title"),
    LOCALITY("L"),
    STATE_OR_PROVINCE("ST"),
    COUNTRY("C");

    private final String label;

    AttributeType(String label) {
      this.label = label;
    }

    /** The name used in orders and logs. */
    public String label() {
      return label;
    }
  }

  /**
   * One attribute.
   *
   * @param type which attribute
   * @param value not blank, without control characters
   */
  public record Attribute(AttributeType type, String value) {
    public Attribute {
      if (value.isBlank() || value.codePoints().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(type.label() + " is blank or holds a control character");
      }
    }
  }

  /** No attribute at all. */
  public static final SubjectName EMPTY = new SubjectName(List.of());

  public SubjectName {
    attributes = List.copyOf(attributes);
  }

  /** A subject with a common name alone. */
  public static SubjectName commonName(String value) {
    return new SubjectName(List.of(new Attribute(AttributeType.COMMON_NAME, value)));
  }
}
