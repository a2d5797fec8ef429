package org.vouchseal.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.TokenAdministration;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.issuing.issuance.SignAtCeremony;
import org.vouchseal.issuing.lint.LintRules;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.TbsSigner;
import org.vouchseal.model.runtime.HaltPoint;

/** The directions of the house. Each message says what to do instead. */
final class Rules {

  private static final String[] ROOMS = {
    "org.vouchseal.issuing..",
    "org.vouchseal.keyservice..",
    "org.vouchseal.status..",
    "org.vouchseal.validation.."
  };

  private static final String[] CA_ROOMS = {
    "org.vouchseal.issuing..",
    "org.vouchseal.keyservice..",
    "org.vouchseal.status..",
    "org.vouchseal.assembly..",
    "org.vouchseal.conformance..",
    "org.vouchseal.server.."
  };

  /** Packages at the edge of a room, named after their technology. */
  private static final String[] EDGES = {
    "..jpa..",
    "..jdbc..",
    "..http..",
    "..boot..",
    "..mail..",
    "..cmp..",
    "..x509..",
    "..ocsp..",
    "..cms.."
  };

  private static final DescribedPredicate<JavaClass> FEATURES =
      resideInAnyPackage(ROOMS).and(not(resideInAnyPackage(EDGES))).as("features of a room");

  static final ArchRule FEATURES_KNOW_NO_TECHNOLOGY =
      noClasses()
          .that(FEATURES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.persistence..",
              "jakarta.ws..",
              "jakarta.servlet..",
              "jakarta.enterprise..",
              "jakarta.inject..",
              "jakarta.mail..",
              "jakarta.transaction..")
          .because("features are plain Java (ADR 1): declare a port, implement it at the edge");

  static final ArchRule BOUNCY_CASTLE_STAYS_AT_THE_EDGE =
      noClasses()
          .that(FEATURES.and(not(resideInAnyPackage("..lint..", "..key.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..")
          .because("structures are built in x509, cmp, ocsp, cms; features speak pki-model");

  static final ArchRule MODEL_DEPENDS_ON_NOTHING =
      classes()
          .that()
          .resideInAPackage("org.vouchseal.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "org.vouchseal.model..")
          .because("every room and the SDK speak it");

  static ArchRule roomsDoNotSeeEachOther(String room) {
    String[] others =
        java.util.Arrays.stream(ROOMS)
            .filter(other -> !other.contains("." + room + "."))
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("org.vouchseal." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because(
            "rooms are trust zones (ADR 1): declare a port in the asking room, bind it in server");
  }

  static ArchRule noCyclesIn(String room) {
    return slices()
        .matching("org.vouchseal." + room + ".(*)..")
        .namingSlices("feature $1")
        .that(
            DescribedPredicate.describe(
                "are features",
                slice ->
                    !java.util.Set.of("feature boot", "feature jpa", "feature http")
                        .contains(slice.getDescription())))
        .should()
        .beFreeOfCycles()
        .because("a cycle means two rooms in one: cut it with a port or join the packages");
  }

  static final ArchRule PROVIDERS_ARE_NEVER_REGISTERED =
      noClasses()
          .should()
          .callMethod(Security.class, "addProvider", java.security.Provider.class)
          .orShould()
          .callMethod(Security.class, "insertProviderAt", java.security.Provider.class, int.class)
          .because("providers are explicit objects (ADR 8): take CryptoProviders");

  static final ArchRule TIME_IS_INJECTED =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "..boot..", "org.vouchseal.launcher..", "org.vouchseal.sdk..")))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callConstructor(Date.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("tests and drills set the clock: take java.time.Clock");

  static final ArchRule RANDOMNESS_IS_INJECTED =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "..boot..",
                      // wiring of a whole WAR
                      "org.vouchseal.server..",
                      "org.vouchseal.launcher..",
                      "org.vouchseal.sdk..",
                      "org.vouchseal.ceremony..",
                      "org.vouchseal.drill..")))
          .should()
          .callConstructor(SecureRandom.class)
          .because("tests set the randomness: take java.security.SecureRandom");

  static final ArchRule NO_WEAK_RANDOMNESS =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(Random.class, long.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("use the injected SecureRandom");

  static final ArchRule FEW_MAY_SIGN =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "org.vouchseal.hsm..",
                      "org.vouchseal.issuing.issuance..",
                      "org.vouchseal.issuing.crl..",
                      "org.vouchseal.issuing.x509..",
                      "org.vouchseal.messages.cmp..",
                      "org.vouchseal.keyservice.escrow..",
                      "org.vouchseal.keyservice.central..",
                      "org.vouchseal.keyservice.cms..",
                      "org.vouchseal.status.ocsp..",
                      "org.vouchseal.ceremony..",
                      "org.vouchseal.api.registrar..",
                      "org.vouchseal.conformance..")))
          .should()
          .accessTargetWhere(called(SigningKey.class, "sign"))
          .because("each place that signs is named here, so that an auditor finds them all");

  static final ArchRule ONLY_THE_CEREMONY_SIGNS_WITHOUT_RECORD =
      noClasses()
          .that(not(resideInAPackage("org.vouchseal.ceremony..")))
          .and()
          .doNotHaveFullyQualifiedName(SignAtCeremony.class.getName())
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SignAtCeremony.class)
          .because("a server signs recorded plans only (ADR 6): take IssueCertificate");

  static final ArchRule FEW_MAY_SIGN_CERTIFICATES =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "org.vouchseal.issuing.issuance..",
                      "org.vouchseal.issuing.crl..",
                      "org.vouchseal.ceremony..")))
          .should()
          .accessTargetWhere(called(TbsSigner.class, "sign"))
          .because("what is signed was linted and recorded (ADR 6): take IssueCertificate");

  static final ArchRule FEW_MAY_UNWRAP =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "org.vouchseal.hsm..",
                      "org.vouchseal.keyservice.key..",
                      "org.vouchseal.keyservice.secret..",
                      "org.vouchseal.issuing.registrar..")))
          .should()
          .accessTargetWhere(called(WrappingKey.class, "unwrap"))
          .because("each place that opens a sealed secret is named here");

  private static final DescribedPredicate<JavaClass> WITHOUT_SUBSCRIBERS_KEYS =
      resideInAnyPackage(
              "org.vouchseal.issuing..",
              "org.vouchseal.status..",
              "org.vouchseal.validation..",
              "org.vouchseal.api..")
          .as("rooms that hold no keys of subscribers");

  /**
   * The pairs that are made there are ECDH-ES's and the one of an envelope around a certificate,
   * which live for one message each.
   */
  static final ArchRule ONLY_THE_KEY_SERVICE_MAKES_KEY_PAIRS =
      noClasses()
          .that(WITHOUT_SUBSCRIBERS_KEYS)
          .and()
          .doNotHaveFullyQualifiedName("org.vouchseal.api.registrar.SecretEncryption$ToOneKey")
          .and()
          .doNotHaveFullyQualifiedName("org.vouchseal.issuing.cmp.EncryptCertificate")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(KeyPairGenerator.class)
          .because(
              "signing keys are made by their users, encryption keys by the key service (ADR 5)");

  static final ArchRule PRIVATE_KEYS_ARE_NOT_KEPT =
      noFields()
          .that()
          .areDeclaredInClassesThat(WITHOUT_SUBSCRIBERS_KEYS)
          .should()
          .haveRawType(assignableTo(PrivateKey.class).or(assignableTo(KeyPair.class)))
          .because("own keys stay in tokens, others' in the key service: take a capability of hsm");

  static final ArchRule ONLY_THE_CEREMONY_MAKES_TOKEN_KEYS =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "org.vouchseal.hsm..", "org.vouchseal.ceremony..", "org.vouchseal.drill..")))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(TokenAdministration.class)
          .because("a server cannot add keys to its token (ADR 12)");

  static final ArchRule ROWS_STAY_AT_THE_EDGE =
      classes()
          .that()
          .areAnnotatedWith("jakarta.persistence.Entity")
          .should()
          .resideInAnyPackage("..jpa..", "org.vouchseal.persistence..")
          .andShould()
          .haveSimpleNameEndingWith("Row")
          .because("rows never travel (ADR 3): map them to records in the store");

  static final ArchRule CA_ROOMS_HAVE_NO_ENTITIES =
      noClasses()
          .that()
          .resideInAnyPackage(CA_ROOMS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.persistence..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.vouchseal.persistence.Entities")
          .because("no work of the CA pays for an entity manager (ADR 27): take SqlStatements");

  static final ArchRule NO_MAIL_COMES_IN =
      noClasses()
          .that()
          .resideInAPackage("org.vouchseal..")
          .and(not(resideInAPackage("org.vouchseal.launcher..")))
          .should()
          .dependOnClassesThat()
          .haveNameMatching("jakarta\\.mail\\.(Store|Folder|FolderClosedException)")
          .because("a bounce or an automatic answer proves nothing (EM-9): codes are typed");

  static final ArchRule HALTING_IS_FOR_DRILLS =
      noClasses()
          .that(not(resideInAPackage("org.vouchseal.drill..")))
          .should()
          .implement(HaltPoint.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .because("production wires HaltPoint.NONE; the one that halts is in system-test/drill");

  static final ArchRule ONLY_CONFORMANCE_REPLACES_RULES =
      noClasses()
          .that(not(resideInAPackage("org.vouchseal.conformance..")))
          .should()
          .accessTargetWhere(called(LintRules.class, "replacing"))
          .orShould()
          .accessTargetWhere(called(CertificateProfiles.class, "changed"))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("org.vouchseal.conformance..")
          .because("what a server certifies is the product's (ADR 24)");

  /** A call of a method, or a reference to it. */
  private static DescribedPredicate<JavaAccess<?>> called(Class<?> owner, String method) {
    return JavaAccess.Predicates.targetOwner(assignableTo(owner))
        .and(JavaAccess.Predicates.target(name(method)))
        .as("%s.%s is the target", owner.getSimpleName(), method);
  }

  private Rules() {}
}
