package org.vouchseal.issuing.profile;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registration number of an organization (SBR §7.1.4.2.2 d, Appendix A.1): {@code SSS CC [+SUB]
 * -REF}, or {@code GOV CC [+SUB]}, or {@code INTXG}.
 *
 * @param scheme NTR, VAT, PSD, LEI, GOV or INT
 * @param country as written there
 */
record OrganizationIdentifier(String scheme, String country) {

  private static final Pattern REGISTERED =
      Pattern.compile("(NTR|VAT|PSD|LEI)([A-Z]{2})(\\+[A-Z0-9]{1,3})?-(.+)");
  private static final Pattern GOVERNMENT = Pattern.compile("(GOV)([A-Z]{2})(\\+[A-Z0-9]{1,3})?");
  private static final Pattern LEI = Pattern.compile("[A-Z0-9]{18}[0-9]{2}");
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  static Optional<OrganizationIdentifier> parse(String text) {
    if (text.equals("INTXG")) {
      return Optional.of(new OrganizationIdentifier("INT", "XG"));
    }
    Matcher registered = REGISTERED.matcher(text);
    Matcher government = GOVERNMENT.matcher(text);
    if (registered.matches()) {
      OrganizationIdentifier found =
          new OrganizationIdentifier(registered.group(1), registered.group(2));
      return Optional.of(found).filter(o -> o.hasCountry() && o.acceptsReference(registered));
    }
    if (government.matches()) {
      return Optional.of(new OrganizationIdentifier("GOV", government.group(2)))
          .filter(OrganizationIdentifier::hasCountry);
    }
    return Optional.empty();
  }

  /** LEI and INT belong to no country; VAT writes Greece as EL. */
  boolean fitsCountry(String subjectCountry) {
    return country.equals("XG")
        || subjectCountry.equals(country)
        || (scheme.equals("VAT") && country.equals("EL") && subjectCountry.equals("GR"));
  }

  private boolean hasCountry() {
    return switch (scheme) {
      case "LEI" -> country.equals("XG");
      case "VAT" -> COUNTRIES.contains(country) || country.equals("EL") || country.equals("XI");
      default -> COUNTRIES.contains(country);
    };
  }

  private boolean acceptsReference(Matcher matcher) {
    return !scheme.equals("LEI")
        || (matcher.group(3) == null && LEI.matcher(matcher.group(4)).matches());
  }
}
