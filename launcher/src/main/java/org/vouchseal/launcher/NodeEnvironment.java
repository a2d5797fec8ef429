package org.vouchseal.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vouchseal.migrations.Accounts;
import org.vouchseal.migrations.Migrations;

/**
 * What a server is told by its environment: addresses, and the paths of secrets. No secret, and
 * nothing about the root's token.
 */
final class NodeEnvironment {

  /** The tokens that a server opens. */
  static final List<String> TOKENS = List.of("issuing", "keyservice", "status", "ra");

  private NodeEnvironment() {}

  /** Of a node beside what the launcher started. */
  static Map<String, String> of(Settings settings, VarFolder var, Secrets secrets, String node) {
    return of(settings, Neighbours.local(settings), var, secrets, node);
  }

  static Map<String, String> of(
      Settings settings, Neighbours neighbours, VarFolder var, Secrets secrets, String node) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(Settings.PUBLIC_URL, settings.publicUrl());
    environment.put("VOUCHSEAL_PKI_DIR", var.pki().toString());
    environment.put(Settings.CRYPTO, settings.crypto());
    environment.put("VOUCHSEAL_NODE", node);
    environment.put(Settings.CABF_POLICY, Boolean.toString(settings.cabfPolicy()));
    environment.put(Settings.PROOF_REUSE, settings.proofReuse());
    environment.put(Settings.CRL_SHARDS, Integer.toString(settings.crlShards()));
    environment.put(Settings.RA_ENCRYPTION_CLIENT, Boolean.toString(settings.encryptionClient()));
    environment.put(Settings.MAIL_FROM, settings.mailFrom());
    environment.put(Settings.TRUSTED_PROXIES, settings.trustedProxies());
    environment.put("VOUCHSEAL_MAIL_HOST", neighbours.mailHost());
    environment.put("VOUCHSEAL_MAIL_PORT", Integer.toString(neighbours.mailPort()));
    environment.put("VOUCHSEAL_REGISTRAR_URL", settings.localUrl());
    for (String token : TOKENS) {
      String prefix = "VOUCHSEAL_" + token.toUpperCase(Locale.ROOT) + "_TOKEN_";
      environment.put(prefix + "FILE", var.tokens().resolve(token + ".p12").toString());
      environment.put(prefix + "SECRET_FILE", secrets.token(token).toString());
    }
    for (String room : Migrations.ROOMS) {
      String prefix = "VOUCHSEAL_" + room.toUpperCase(Locale.ROOT) + "_DB_";
      environment.put(prefix + "URL", neighbours.databaseUrl(room));
      environment.put(prefix + "USER", Accounts.app(room));
      environment.put(prefix + "PASSWORD_FILE", secrets.account(Accounts.app(room)).toString());
    }
    return environment;
  }
}
