package org.vouchseal.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vouchseal.model.Sha256;

/** A registrar that reads every statement with the Nimbus library alone, and answers as told. */
public final class FakeRegistrar implements AutoCloseable {

  public final KeyPair orderDecryption = p256();
  public final KeyPair keyServiceSecrets = p256();
  public final List<Map<String, Object>> statements = new CopyOnWriteArrayList<>();
  public final List<String> secrets = new CopyOnWriteArrayList<>();
  public final List<String> openedForKeyService = new CopyOnWriteArrayList<>();
  public final List<String> objections = new CopyOnWriteArrayList<>();
  public volatile int status = 201;
  public volatile String answer = "{\"reference\":\"r\",\"state\":\"OPEN\"}";
  public volatile String standing = "{\"reference\":\"r\",\"state\":\"OPEN\",\"certificates\":[]}";
  public volatile String waiting = "{\"waiting\":[]}";
  public volatile long delayMillis;
  private volatile PublicKey authority;
  private final HttpServer server;

  public FakeRegistrar() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/registrar/v1/orders", this::handle);
    server.createContext("/registrar/v1/revocations", this::handle);
    server.createContext("/registrar/v1/revalidations", this::handle);
    server.createContext("/registrar/v1/directory", this::handle);
    server.createContext("/registrar/v1/objections", this::objection);
    server.start();
  }

  private void objection(HttpExchange exchange) throws IOException {
    try (exchange) {
      objections.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      send(exchange, status, answer);
    }
  }

  public void knows(PublicKey authority) {
    this.authority = authority;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(delayMillis);
      if (exchange.getRequestMethod().equals("GET")) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        statements.add(verified(header.substring("Vouchseal-Query ".length())));
        boolean one = exchange.getRequestURI().getPath().startsWith("/registrar/v1/orders/");
        send(exchange, 200, one ? standing : waiting);
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      JsonObject request;
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        request = reader.readObject();
      }
      Map<String, Object> claims = verified(request.getString("order"));
      statements.add(claims);
      if (request.containsKey("secret")) {
        secrets.add(
            opened(
                request.getString("secret"),
                orderDecryption,
                "order-decryption",
                claims,
                "secretDigest"));
      }
      if (request.containsKey("keyServiceSecret")) {
        openedForKeyService.add(
            opened(
                request.getString("keyServiceSecret"),
                keyServiceSecrets,
                "keyservice-secrets",
                claims,
                "keyServiceSecretDigest"));
      }
      send(exchange, status, answer);
    } catch (ParseException | JOSEException | InterruptedException e) {
      send(exchange, 400, "{\"type\":\"bad\",\"detail\":\"" + e + "\"}");
    }
  }

  private Map<String, Object> verified(String jws) throws ParseException, JOSEException {
    JWSObject statement = JWSObject.parse(jws);
    require(statement.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256), "alg");
    require(
        statement.getHeader().toJSONObject().keySet().equals(Set.of("alg", "typ", "kid")),
        "header");
    require(statement.verify(new ECDSAVerifier((ECPublicKey) authority)), "signature");
    Map<String, Object> claims = new HashMap<>(statement.getPayload().toJSONObject());
    claims.put("typ", statement.getHeader().getType().getType());
    claims.put("kid", statement.getHeader().getKeyID());
    return claims;
  }

  private static String opened(
      String jwe, KeyPair key, String kid, Map<String, Object> claims, String digestClaim)
      throws ParseException, JOSEException {
    JWEObject secret = JWEObject.parse(jwe);
    require(
        secret
            .getHeader()
            .toJSONObject()
            .keySet()
            .equals(Set.of("alg", "enc", "epk", "kid", "typ", "reference", "jti")),
        "secret header");
    require(secret.getHeader().getAlgorithm().getName().equals("ECDH-ES+A256KW"), "secret alg");
    require(secret.getHeader().getEncryptionMethod().getName().equals("A256GCM"), "secret enc");
    require(secret.getHeader().getKeyID().equals(kid), "secret kid");
    require(secret.getHeader().getType().getType().equals("vouchseal-secret+jwe"), "secret typ");
    require(secret.getHeader().getCustomParam("jti").equals(claims.get("jti")), "secret jti");
    require(
        secret.getHeader().getCustomParam("reference").equals(claims.get("reference")),
        "secret reference");
    require(
        Sha256.hex(jwe.getBytes(StandardCharsets.US_ASCII)).equals(claims.get(digestClaim)),
        digestClaim);
    secret.decrypt(new ECDHDecrypter((ECPrivateKey) key.getPrivate()));
    return secret.getPayload().toString();
  }

  private static void require(boolean condition, String what) throws JOSEException {
    if (!condition) {
      throw new JOSEException("wrong: " + what);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, octets.length);
    exchange.getResponseBody().write(octets);
  }

  private static KeyPair p256() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
