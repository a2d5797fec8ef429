package org.vouchseal.hsm.software;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.Capability;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;

class KeysThatDoNotLeaveTest {

  private static final KeyPurpose TRANSPORT = new KeyPurpose("transport", Capability.DECRYPT);
  private static final String CANARY = "canary-b5fe0a2c91d7";

  @TempDir private Path folder;
  private Token token;

  @BeforeEach
  void openTokenWithOneKeyPerCapability() throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, CANARY);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path file = folder.resolve("t.p12");
    CryptoProviders providers = CryptoProviders.of("auto");
    SoftwareTokenAdministration administration =
        SoftwareTokenAdministration.open(file, secret, providers, new SecureRandom());
    boolean unused = administration.ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256);
    unused = administration.ensure(KeyPurpose.ORDER_DECRYPTION, KeyAlgorithm.P256);
    unused = administration.ensure(KeyPurpose.KEK, KeyAlgorithm.AES256);
    unused = administration.ensure(TRANSPORT, KeyAlgorithm.RSA2048);
    token = SoftwareToken.open(file, secret, providers, new SecureRandom());
  }

  private List<Object> everythingHandedOut() {
    return List.of(
        token,
        token.signing(KeyPurpose.RECEIPT),
        token.agreement(KeyPurpose.ORDER_DECRYPTION),
        token.wrapping(KeyPurpose.KEK),
        token.decryption(TRANSPORT));
  }

  @Test
  void noPublicMethodOfThePackages_givesAPrivateOrSecretKey() throws Exception {
    List<Class<?>> searched = publicClasses();
    assertThat(searched)
        .contains(Token.class, SoftwareToken.class, SoftwareTokenAdministration.class);

    for (Class<?> type : searched) {
      for (Method method : type.getMethods()) {
        if (method.getDeclaringClass() != Object.class) {
          assertThat(holdsPrivateKey(method.getReturnType())).as("%s", method).isFalse();
        }
      }
    }
  }

  @Test
  void objectsHandedOut_haveNoMethodThatGivesAKey_andCannotBeSerialized() {
    for (Object object : everythingHandedOut()) {
      assertThat(object).isNotInstanceOf(Serializable.class);
      for (Method method : object.getClass().getMethods()) {
        assertThat(holdsPrivateKey(method.getReturnType())).as("%s", method).isFalse();
      }
    }
  }

  @Test
  void textOfEveryObject_isShortAndWithoutKeyMaterial() {
    for (Object object : everythingHandedOut()) {
      assertThat(object.toString()).hasSizeLessThan(80).doesNotContain(CANARY);
    }
    assertThat(token.signing(KeyPurpose.RECEIPT)).hasToString("SigningKey[receipt, ECDSA_SHA256]");
    assertThat(token).hasToString("SoftwareToken[t, 4 keys]");
  }

  @Test
  void typeForUse_hasNoWayToMakeKeys() {
    assertThat(SoftwareToken.class.getInterfaces()).containsExactly(Token.class);
    for (Method method : SoftwareToken.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        assertThat(mentionsAdministration(method)).as("%s", method).isFalse();
      }
    }
  }

  private static boolean mentionsAdministration(Executable method) {
    return Stream.concat(
            Stream.of(((Method) method).getReturnType()), Stream.of(method.getParameterTypes()))
        .anyMatch(type -> type.getSimpleName().contains("Administration"));
  }

  private static boolean holdsPrivateKey(Class<?> type) {
    return (Key.class.isAssignableFrom(type) && !PublicKey.class.isAssignableFrom(type))
        || KeyPair.class.isAssignableFrom(type)
        || KeyStore.class.isAssignableFrom(type)
        || KeyStore.Entry.class.isAssignableFrom(type)
        || type == char[].class;
  }

  private static List<Class<?>> publicClasses() throws Exception {
    Path classes = Path.of(Token.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path path : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(path).toString().replace('/', '.');
        if (!name.endsWith("package-info.class")) {
          Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
          if (Modifier.isPublic(type.getModifiers())) {
            found.add(type);
          }
        }
      }
    }
    return found;
  }
}
