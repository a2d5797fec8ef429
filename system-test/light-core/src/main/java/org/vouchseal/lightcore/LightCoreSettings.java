package org.vouchseal.lightcore;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.sql.DataSource;
import org.vouchseal.persistence.MariaDbPlainDataSource;

/**
 * What a light core reads from its one argument, a properties file. Secrets are named by path only.
 *
 * <p>Keys: {@code pki}, {@code tokens}, {@code secrets} (folders); {@code node}; {@code pool}
 * (level of the key pool); for each room {@code ROOM.url} and {@code ROOM.password} (a file), the
 * account being {@code ROOM_app}.
 */
final class LightCoreSettings {

  private final Properties properties;

  private LightCoreSettings(Properties properties) {
    this.properties = properties;
  }

  static LightCoreSettings read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return new LightCoreSettings(properties);
  }

  String node() {
    return required("node");
  }

  int poolLevel() {
    return Integer.parseInt(required("pool"));
  }

  Path pki() {
    return Path.of(required("pki"));
  }

  Path token(String room) {
    return Path.of(required("tokens")).resolve(room + ".p12");
  }

  Path tokenSecret(String room) {
    return Path.of(required("secrets")).resolve(room + "-token");
  }

  DataSource database(String room) {
    MariaDbPlainDataSource source = new MariaDbPlainDataSource();
    source.setUrl(required(room + ".url"));
    source.setUser(room + "_app");
    source.setPasswordFile(required(room + ".password"));
    return source;
  }

  private String required(String key) {
    String value = properties.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("the settings of the light core lack " + key);
    }
    return value;
  }
}
