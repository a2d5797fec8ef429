package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody lost a mailbox and does what the mail says, with openssl alone. */
@Tag("stack")
class FormerOwnerReadingTheMailTest {

  private static final Pattern RECIPE =
      Pattern.compile("(?s)( +printf %s .*?-out objection\\.der)");
  private static final Pattern ADDRESS = Pattern.compile("/api/v1/enrolments/[a-z0-9]+/objection");

  @TempDir Path folder;

  @Test
  void recipeInTheMail_makesAnObjectionThatIsAccepted() throws IOException {
    Stack stack = Stack.running();
    Applicant people = new Applicant(stack);
    Applicant.Granted former = people.provesFreshMailbox();
    enrol(stack, former, "signing.key", "signing.pem");
    Applicant.Granted next = people.proves(former.mailbox());
    enrol(stack, next, "next.key", "next.pem");

    String mail = mailAbout(stack, next.enrolment());
    Matcher recipe = RECIPE.matcher(mail);
    assertThat(recipe.find()).as(mail).isTrue();
    new Commands(folder).run(Map.of(), List.of("sh", "-c", recipe.group(1))).mustSucceed();

    assertThat(object(people, mail, "objection.der", 202).getString("state")).isEqualTo("IN_CHECK");
    String ofTheNewOwner =
        recipe
            .group(1)
            .replace("signing.pem", "next.pem")
            .replace("signing.key", "next.key")
            .replace("objection.der", "next.der");
    new Commands(folder).run(Map.of(), List.of("sh", "-c", ofTheNewOwner)).mustSucceed();
    assertThat(object(people, mail, "next.der", 403).getString("type"))
        .isEqualTo("/api/problems/objection-not-yours");
  }

  private void enrol(Stack stack, Applicant.Granted granted, String key, String certificate) {
    OpensslCmp openssl = new OpensslCmp(stack, folder);
    openssl.trust(granted);
    openssl.key(key);
    openssl
        .underSecret(
            granted,
            "signing",
            "-cmd",
            "ir",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            key,
            "-certout",
            certificate)
        .mustSucceed();
  }

  private JsonObject object(Applicant people, String mail, String file, int expected)
      throws IOException {
    Matcher address = ADDRESS.matcher(mail);
    assertThat(address.find()).as(mail).isTrue();
    String cms = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
    return people.post(
        address.group(), null, Json.createObjectBuilder().add("cms", cms).build(), expected);
  }

  /** The registration authority asks every few seconds what became of its orders. */
  private static String mailAbout(Stack stack, String enrolment) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end) {
      try (var mails = Files.list(stack.mail())) {
        for (Path mail : mails.filter(path -> path.toString().endsWith(".eml")).toList()) {
          String text = Files.readString(mail, StandardCharsets.UTF_8).replace("\r\n", "\n");
          if (text.contains("--enrolment " + enrolment)) {
            return text;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Applicant.sleep(Duration.ofMillis(200));
    }
    throw new AssertionError("the former owner got no mail about " + enrolment);
  }
}
