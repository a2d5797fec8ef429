package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Siemens' client asks what replaces the root it holds, after a change of the root's key. */
@Tag("db")
class SiemensHoldingAnOldRootTest {

  private static final Path DRIVER =
      Path.of("..", "stack", "src", "test", "resources", "siemens", "SiemensCmp.java.txt");

  private final DrillGround ground = DrillGround.founded("new-root");
  private final RegistrationAuthority authority = new RegistrationAuthority(ground);

  @Test
  void rootWithANewKey_isToldUnderTheSecret() throws Exception {
    NewRoot.addedTo(ground);
    try (Core core = ground.start()) {
      Commands.Ended ended = rootUpdate(core);

      assertThat(ended.output()).contains("OK rootupdate: root update: ", "CN=Second Root");
    }
  }

  @Test
  void rootWithoutANewKey_hasNoUpdate() throws Exception {
    try (Core core = ground.start()) {
      Commands.Ended ended = rootUpdate(core);

      assertThat(ended.output()).contains("HTTP 200", "FAILED rootupdate: root update: none");
    }
  }

  private Commands.Ended rootUpdate(Core core) throws Exception {
    RegistrationAuthority.Enrolment enrolment = authority.order("anna@example.org");
    assertThat(core.registrar("/orders", enrolment.json()).statusCode()).isEqualTo(201);
    Commands files = new OpensslCmp(ground, enrolment).files();
    Files.copy(DRIVER, files.file("SiemensCmp.java"));
    List<String> command = DrillGround.java(Object.class);
    command.remove(command.size() - 1);
    command.addAll(List.of("SiemensCmp.java", "op=rootupdate", "mac=pbm", "old=root.pem"));
    command.add("url=http://" + core.hostAndPort() + "/.well-known/cmp/getrootupdate");
    command.addAll(List.of("ref=" + enrolment.reference(), "secret=" + enrolment.secret()));
    return files.run(command);
  }
}
