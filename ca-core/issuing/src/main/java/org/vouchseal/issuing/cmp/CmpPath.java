package org.vouchseal.issuing.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.model.ProfileName;

/**
 * What the address says (RFC 9811 §3.4): {@code /p/PROFILE}, {@code /OPERATION}, both, or nothing.
 *
 * @param profile the named profile
 * @param operation the named operation
 */
record CmpPath(Optional<ProfileName> profile, Optional<String> operation) {

  private static final Set<ProfileName> PROFILES =
      Set.of(
          ProfileName.SIGNING,
          ProfileName.ENCRYPTION,
          ProfileName.ENCRYPTION_COMPAT,
          ProfileName.ENCRYPTION_CLOUD,
          ProfileName.ENCRYPTION_CLIENT);

  /** Labels of RFC 9483 §6.1 with the bodies that may begin under them. */
  private static final Map<String, BodyType> OPERATIONS =
      Map.of(
          "initialization", BodyType.IR,
          "certification", BodyType.CR,
          "keyupdate", BodyType.KUR,
          "pkcs10", BodyType.P10CR,
          "revocation", BodyType.RR,
          "getcacerts", BodyType.GENM,
          "getrootupdate", BodyType.GENM,
          "getcertreqtemplate", BodyType.GENM,
          "getcrls", BodyType.GENM,
          "nested", BodyType.NESTED);

  /** Reads what follows {@code /.well-known/cmp}; empty when there is no such address. */
  static Optional<CmpPath> parse(String path) {
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    parts.removeIf(String::isEmpty);
    if (parts.isEmpty()) {
      return Optional.of(new CmpPath(Optional.empty(), Optional.empty()));
    }
    if (!parts.get(0).equals("p")) {
      return parts.size() == 1 ? of(Optional.empty(), Optional.of(parts.get(0))) : Optional.empty();
    }
    return switch (parts.size()) {
      case 2 -> profile(parts.get(1)).flatMap(p -> of(Optional.of(p), Optional.empty()));
      case 3 -> profile(parts.get(1)).flatMap(p -> of(Optional.of(p), Optional.of(parts.get(2))));
      default -> Optional.empty();
    };
  }

  /** The profile with that name, if there is one. */
  static Optional<ProfileName> profile(String name) {
    return PROFILES.stream().filter(p -> p.value().equals(name)).findFirst();
  }

  /** Whether a message with that body may come to this address. */
  boolean fits(BodyType body) {
    return operation.isEmpty() || body.follows() || OPERATIONS.get(operation.get()) == body;
  }

  private static Optional<CmpPath> of(Optional<ProfileName> profile, Optional<String> operation) {
    return operation.isEmpty() || OPERATIONS.containsKey(operation.get())
        ? Optional.of(new CmpPath(profile, operation))
        : Optional.empty();
  }
}
