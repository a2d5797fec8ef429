package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Siemens' CmpClient at the endpoint for suites: every body, and keys by all three deliveries. */
final class SiemensAtTheConformanceEndpoint {

  private static final String ADDRESS = "/p/conformance";
  private static final String SUBJECT = "subject=CN=some Java suite";

  private final OpensslCmp openssl;
  private final SiemensClient client;
  private final List<String> underSecret;

  /** With the endpoint's root in {@code root.pem}. */
  SiemensAtTheConformanceEndpoint(Stack stack, OpensslCmp openssl, String secret) {
    this.openssl = openssl;
    this.client = new SiemensClient(stack, openssl.commands());
    this.underSecret =
        List.of("ref=conformance", "secret=" + secret, "mac=pbm", "trust=root.pem", SUBJECT);
  }

  void isAnswered() {
    key("sk1.pem", "ecparam", "-genkey", "-name", "prime256v1", "-noout");
    key("sk2.pem", "ecparam", "-genkey", "-name", "prime256v1", "-noout");
    key("srsa.pem", "genrsa", "-traditional");
    says(secret(ADDRESS, "op=ir", "newkey=sk1.pem", "out=sec"), "OK ir: certificate");
    says(secret(ADDRESS, "op=ir", "newkey=srsa.pem", "out=srsa"), "OK ir: certificate");
    says(secret(ADDRESS, "op=cacerts"), "OK cacerts: CA certificates: 3");
    says(secret("/p/conformance-waiting", "op=ir", "alg=EC", "out=swait"), "OK ir: certificate");
    delivered("pwri", secret(ADDRESS, central("ir", "pwri")));
    delivered("kari", signed("sec", "sk1.pem", central("cr", "kari")));
    delivered("ktri", signed("srsa", "srsa.pem", central("cr", "ktri")));
    says(signed("sec", "sk1.pem", "op=template"), "OK template");
    says(signed("sec", "sk1.pem", "op=rootupdate"), "root update: none");
    says(
        signed("sec", "sk1.pem", "op=kur", "old=sec/cert.pem", "newkey=sk2.pem", "out=snew"),
        "OK kur: certificate");
    says(signed("sec", "sk1.pem", "op=rr", "old=srsa/cert.pem", "reason=1"), "revoked true");
  }

  private static String[] central(String body, String out) {
    return new String[] {
      "op=" + body, SUBJECT, "ckg=true", "nochain=true", "profile=encryption-compat", "out=" + out
    };
  }

  private void delivered(String folder, Commands.Ended ended) {
    assertThat(ended.output()).as(folder).contains("OK ");
    assertThat(shown("pkey", "-in", folder + "/key.pem", "-pubout"))
        .as(folder)
        .startsWith("-----BEGIN PUBLIC KEY-----")
        .isEqualTo(shown("x509", "-in", folder + "/cert.pem", "-noout", "-pubkey"));
  }

  private static void says(Commands.Ended ended, String what) {
    assertThat(ended.output()).contains(what);
  }

  private Commands.Ended secret(String address, String... more) {
    List<String> all = new ArrayList<>(underSecret);
    all.addAll(List.of(more));
    return client.at(address, all);
  }

  private Commands.Ended signed(String folder, String key, String... more) {
    return client.signedWith(folder + "/chain.pem", key, ADDRESS, more);
  }

  private void key(String file, String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("-out", file));
    String unusedMade = shown(all.toArray(String[]::new));
  }

  private String shown(String... arguments) {
    return openssl.commands().openssl(arguments).mustSucceed().output();
  }
}
