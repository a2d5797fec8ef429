package org.vouchseal.lightcore;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.vouchseal.model.directory.PkiDirectory;

/** Debian's {@code openssl cmp} as the client of one applicant: key k.pem, certificate c.pem. */
final class OpensslCmp {

  private final Commands commands;
  private final RegistrationAuthority.Enrolment enrolment;

  OpensslCmp(DrillGround ground, RegistrationAuthority.Enrolment enrolment) {
    this.commands = new Commands(ground.clientFolder(enrolment.reference()));
    this.enrolment = enrolment;
    PkiDirectory directory = ground.directory();
    pem("root.pem", directory.certificate("root"));
    pem("smime.pem", directory.certificate("smime"));
    commands
        .openssl(
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "k.pem")
        .mustSucceed();
  }

  Commands files() {
    return commands;
  }

  boolean hasCertificate() {
    return Files.exists(commands.file("c.pem"));
  }

  /** Enrols under the secret and confirms. */
  Commands.Ended ir(Core core, String... more) {
    List<String> command = begin(core);
    command.addAll(List.of("-cmd", "ir", "-ref", enrolment.reference()));
    command.addAll(List.of("-secret", "pass:" + enrolment.secret(), "-unprotected_errors"));
    command.addAll(List.of("-newkey", "k.pem", "-certout", "c.pem"));
    command.addAll(List.of("-subject", "/CN=" + enrolment.mailbox()));
    command.addAll(List.of(more));
    return commands.run(command);
  }

  /** Revokes the own certificate. */
  Commands.Ended rr(Core core, String... more) {
    List<String> command = begin(core);
    command.addAll(List.of("-cmd", "rr", "-cert", "c.pem", "-key", "k.pem"));
    command.addAll(List.of("-trusted", "root.pem", "-oldcert", "c.pem", "-revreason", "4"));
    command.addAll(List.of(more));
    return commands.run(command);
  }

  /** What the OCSP responder says of the own certificate; its signature holds. */
  String ocsp(Core core) {
    return commands
        .openssl(
            "ocsp",
            "-sha256",
            "-issuer",
            "smime.pem",
            "-cert",
            "c.pem",
            "-url",
            "http://" + core.hostAndPort() + "/ocsp",
            "-CAfile",
            "root.pem")
        .mustSucceed()
        .output();
  }

  /** What {@code openssl verify -crl_check} says of the own certificate. */
  String verifiedWithCrl(byte[] crl) {
    try {
      Files.write(commands.file("smime.crl"), crl);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commands
        .openssl(
            "verify",
            "-x509_strict",
            "-crl_check",
            "-CRLfile",
            "smime.crl",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "smime.pem",
            "c.pem")
        .output();
  }

  private List<String> begin(Core core) {
    return new ArrayList<>(
        List.of(
            "openssl",
            "cmp",
            "-config",
            "",
            "-batch",
            "-server",
            core.hostAndPort(),
            "-path",
            ".well-known/cmp/p/signing",
            "-recipient",
            "/CN=CA",
            "-msg_timeout",
            "30",
            "-total_timeout",
            "50"));
  }

  private void pem(String name, byte[] certificate) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("CERTIFICATE", certificate));
      writer.flush();
      Files.writeString(commands.file(name), text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
