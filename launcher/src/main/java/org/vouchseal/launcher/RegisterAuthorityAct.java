package org.vouchseal.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.directory.RegisteredAuthorities;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.directory.RegistrationAuthorityEntry.Speech;

/**
 * Registers a registration authority that speaks CMP. Its certificate is pinned: any issuer, valid
 * now, with EKU cmcRA. A running server takes it over within seconds.
 */
final class RegisterAuthorityAct implements AdminAct {

  private static final int DEFAULT_QUOTA = 1000;

  @Override
  public String name() {
    return "ra add";
  }

  @Override
  public String usage() {
    return "ra add NAME CERTIFICATE --tiers V1 --domains a.example,b.example"
        + " [--quota N] [--raverified]   register it, or replace its record";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    Wanted wanted = Wanted.parse(arguments, usage());
    RegisteredAuthorities registry = AuthorityRegistry.of(surroundings);
    AuthorityRegistry.refuseNameOfCeremony(surroundings, wanted.name);
    byte[] certificate = AuthorityCertificate.read(wanted.file, surroundings.clock().instant());
    try {
      registry.put(
          new RegistrationAuthorityEntry(
              wanted.name,
              Speech.CMP,
              certificate,
              wanted.tiers,
              wanted.domains,
              wanted.quota,
              false,
              false,
              wanted.raVerified));
    } catch (IllegalArgumentException name) {
      throw new Refused(
          wanted.name + " is no name for a registration authority: " + name.getMessage());
    }
    surroundings
        .out()
        .println("registered " + AuthorityRegistry.line(registry, wanted.name).orElseThrow());
    surroundings.out().println("a running server takes it over within 10 seconds");
    return 0;
  }

  /** What the command line asks for, checked word by word. */
  private static final class Wanted {
    String name = "";
    Path file = Path.of("");
    List<String> tiers = List.of();
    List<String> domains = List.of();
    int quota = DEFAULT_QUOTA;
    boolean raVerified;

    static Wanted parse(List<String> words, String usage) {
      Wanted wanted = new Wanted();
      List<String> plain = new ArrayList<>();
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (word.equals("--raverified")) {
          wanted.raVerified = true;
        } else if (word.startsWith("--")) {
          i++;
          if (i == words.size()) {
            throw new Refused(word + " needs a value; usage: ./run admin " + usage);
          }
          wanted.option(word, words.get(i), usage);
        } else {
          plain.add(word);
        }
      }
      if (plain.size() != 2 || wanted.tiers.isEmpty() || wanted.domains.isEmpty()) {
        throw new Refused("usage: ./run admin " + usage);
      }
      wanted.name = plain.get(0);
      wanted.file = Path.of(plain.get(1));
      return wanted;
    }

    private void option(String option, String value, String usage) {
      switch (option) {
        case "--tiers" -> tiers = tiers(value);
        case "--domains" -> domains = domains(value);
        case "--quota" -> quota = quota(value);
        default -> throw new Refused(option + " is unknown; usage: ./run admin " + usage);
      }
    }

    private static List<String> tiers(String value) {
      List<String> tiers = List.of(value.split(","));
      for (String tier : tiers) {
        try {
          AssuranceTier unused = AssuranceTier.valueOf(tier);
        } catch (IllegalArgumentException e) {
          throw new Refused("--tiers is '" + value + "', allowed are V1, V2, V3, V4");
        }
      }
      return tiers;
    }

    private static List<String> domains(String value) {
      List<String> domains = List.of(value.split(","));
      for (String domain : domains) {
        Optional<String> fault = AuthorityRegistry.domainFault(domain);
        if (fault.isPresent()) {
          throw new Refused("--domains has '" + domain + "': " + fault.get());
        }
      }
      return domains;
    }

    private static int quota(String value) {
      if (!value.matches("[0-9]{1,7}")) {
        throw new Refused("--quota is '" + value + "', must be a number of orders a day (UTC)");
      }
      return Integer.parseInt(value);
    }
  }
}
