package org.vouchseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.issuing.fixture.BrokenFeature;
import org.vouchseal.keyservice.fixture.BrokenKeyMaking;
import org.vouchseal.model.fixture.BrokenWord;
import org.vouchseal.validation.fixture.BrokenCycle;
import org.vouchseal.validation.othercycle.BrokenCycleBack;

/** Every rule holds over the production classes, and every rule was seen to fail on a fixture. */
class HouseDirectionsTest {

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.vouchseal");

  private static final JavaClasses BROKEN =
      new ClassFileImporter()
          .importPackagesOf(
              BrokenFeature.class,
              BrokenKeyMaking.class,
              BrokenWord.class,
              BrokenCycle.class,
              BrokenCycleBack.class);

  private static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("features know no technology", Rules.FEATURES_KNOW_NO_TECHNOLOGY);
    rules.put("BouncyCastle stays at the edge", Rules.BOUNCY_CASTLE_STAYS_AT_THE_EDGE);
    rules.put("the model depends on nothing", Rules.MODEL_DEPENDS_ON_NOTHING);
    rules.put("providers are never registered", Rules.PROVIDERS_ARE_NEVER_REGISTERED);
    rules.put("time is injected", Rules.TIME_IS_INJECTED);
    rules.put("randomness is injected", Rules.RANDOMNESS_IS_INJECTED);
    rules.put("no weak randomness", Rules.NO_WEAK_RANDOMNESS);
    rules.put("few may sign", Rules.FEW_MAY_SIGN);
    rules.put("few may sign certificates", Rules.FEW_MAY_SIGN_CERTIFICATES);
    rules.put(
        "only the ceremony signs without record", Rules.ONLY_THE_CEREMONY_SIGNS_WITHOUT_RECORD);
    rules.put("few may unwrap", Rules.FEW_MAY_UNWRAP);
    rules.put("only the key service makes key pairs", Rules.ONLY_THE_KEY_SERVICE_MAKES_KEY_PAIRS);
    rules.put("private keys are not kept", Rules.PRIVATE_KEYS_ARE_NOT_KEPT);
    rules.put("only the ceremony makes token keys", Rules.ONLY_THE_CEREMONY_MAKES_TOKEN_KEYS);
    rules.put("rows stay at the edge", Rules.ROWS_STAY_AT_THE_EDGE);
    rules.put("the CA rooms have no entities", Rules.CA_ROOMS_HAVE_NO_ENTITIES);
    rules.put("no mail comes in", Rules.NO_MAIL_COMES_IN);
    rules.put("only the conformance CA weakens rules", Rules.ONLY_CONFORMANCE_REPLACES_RULES);
    rules.put("halting is for drills", Rules.HALTING_IS_FOR_DRILLS);
    rules.put("issuing sees no other room", Rules.roomsDoNotSeeEachOther("issuing"));
    rules.put("no cycles in validation", Rules.noCyclesIn("validation"));
    return rules;
  }

  @TestFactory
  Stream<DynamicTest> production_keepsEveryRule() {
    Map<String, ArchRule> all = rules();
    for (String room : new String[] {"keyservice", "status", "validation"}) {
      all.put(room + " sees no other room", Rules.roomsDoNotSeeEachOther(room));
    }
    for (String room : new String[] {"issuing", "keyservice", "status"}) {
      all.put("no cycles in " + room, Rules.noCyclesIn(room));
    }
    return all.entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(PRODUCTION)));
  }

  @TestFactory
  Stream<DynamicTest> fixture_breaksEveryRule() {
    return rules().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () ->
                        assertThat(rule.getValue().evaluate(BROKEN).hasViolation())
                            .as("the rule notices the fixture")
                            .isTrue()));
  }

  @Test
  void production_isReallyThere() {
    assertThat(
            PRODUCTION.stream()
                .map(found -> found.getPackageName().split("\\.")[2])
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "model",
            "hsm",
            "persistence",
            "bodies",
            "messages",
            "issuing",
            "keyservice",
            "status",
            "ceremony",
            "assembly",
            "conformance",
            "server",
            "validation",
            "api",
            "sdk",
            "migrations",
            "launcher",
            "drill");
  }
}
