package org.vouchseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A new door of the CA is decided here, not found later: who may use it, and whether the reverse
 * proxy publishes it (docker/README.md).
 */
class AddressesOfTheServerTest {

  /** Public but for the registrar, whose callers sign what they send. */
  private static final Set<String> DOORS =
      Set.of(
          "/.well-known/cmp",
          "/.well-known/cmp/*",
          "/ocsp",
          "/ocsp/*",
          "/pki/*",
          "/pki/encryption-certificate",
          "/registrar/v1/*");

  /** Filters of bodies; they open no address. */
  private static final Set<String> FILTERS =
      Set.of("org.vouchseal.api.http.ApiBodies", "org.vouchseal.server.PublicBodies");

  /** Of the endpoint for outside suites, which no server in production has. */
  private static final Set<String> CONFORMANCE =
      Set.of(
          "/.well-known/cmp/p/conformance",
          "/.well-known/cmp/p/conformance/*",
          "/.well-known/cmp/p/conformance-waiting",
          "/.well-known/cmp/p/conformance-waiting/*",
          "/pki/conformance-root.cer",
          "/pki/conformance-root.crl",
          "/pki/conformance-smime.cer",
          "/pki/conformance-smime.crl",
          "/pki/conformance-trust.cer",
          "/pki/conformance-trust.crl",
          "/pki/conformance-cps",
          "/ocsp/conformance",
          "/ocsp/conformance/*");

  @Test
  void servlets_areTheListedOnes() {
    Set<String> all = new TreeSet<>(DOORS);
    all.addAll(CONFORMANCE);
    all.addAll(FILTERS);
    assertThat(patterns()).isEqualTo(all);
  }

  /** A filter runs once for each of its patterns that fits, and /x/* fits /x as well. */
  @Test
  void filters_runOnceForARequest() {
    Set<String> twice = new TreeSet<>();
    for (JavaClass type : production()) {
      type.tryGetAnnotationOfType(WebFilter.class)
          .map(filter -> List.of(filter.urlPatterns()))
          .ifPresent(
              patterns ->
                  patterns.stream()
                      .filter(pattern -> patterns.contains(pattern + "/*"))
                      .map(pattern -> type.getName() + " " + pattern)
                      .forEach(twice::add));
    }
    assertThat(twice).isEmpty();
  }

  private static JavaClasses production() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("org.vouchseal");
  }

  private static Set<String> patterns() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : production()) {
      type.tryGetAnnotationOfType(WebServlet.class)
          .ifPresent(
              servlet ->
                  Stream.concat(
                          Arrays.stream(servlet.urlPatterns()), Arrays.stream(servlet.value()))
                      .forEach(found::add));
      if (type.isAnnotatedWith(WebFilter.class) || type.isAnnotatedWith(WebListener.class)) {
        found.add(type.getName());
      }
    }
    return found;
  }
}
