package org.vouchseal.ceremony;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vouchseal.ceremony.CeremonyPlan.PlannedRegistrationAuthority;

/** What a folder holds after the ceremony of a plan, for its readers. */
final class CeremonyIndex {

  private CeremonyIndex() {}

  static PlanEntries of(CeremonyPlan plan) {
    TreeMap<String, String> index = new TreeMap<>();
    index.put("publicUrl", plan.publicUrl());
    plan.name().ifPresent(name -> index.put("name", name));
    index.put("crl.root", CeremonyFiles.ROOT_CRL);
    for (String name : plan.certificates().keySet()) {
      index.put("certificate." + name, CeremonyFiles.certificate(name));
    }
    for (CeremonyKeys.BareKey key : CeremonyKeys.BARE) {
      if (key.published()) {
        String name = key.purpose().name();
        index.put("key." + name, CeremonyFiles.publicKey(name));
      }
    }
    for (PlannedRegistrationAuthority authority : plan.registrationAuthorities()) {
      index.putAll(entriesOf(authority));
    }
    return new PlanEntries(index);
  }

  private static Map<String, String> entriesOf(PlannedRegistrationAuthority authority) {
    String prefix = "ra." + authority.name() + ".";
    return Map.of(
        prefix + "tiers",
        authority.tiers().stream().map(Enum::name).collect(Collectors.joining(",")),
        prefix + "mailDomains",
        String.join(",", authority.mailDomains()),
        prefix + "dailyQuota",
        Integer.toString(authority.dailyQuota()),
        prefix + "encryptionCompat",
        Boolean.toString(authority.encryptionCompat()),
        prefix + "encryptionClient",
        Boolean.toString(authority.encryptionClient()));
  }
}
