package org.vouchseal.hsm.provider;

import java.lang.reflect.InvocationTargetException;
import java.security.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Amazon Corretto Crypto Provider, when its native library loads on this platform and passes
 * its self-test. Reached by reflection, since the jar is native and may be absent.
 */
final class CorrettoProvider {

  private static final Logger LOG = LoggerFactory.getLogger(CorrettoProvider.class);
  private static final Optional<Provider> HEALTHY = load();

  private CorrettoProvider() {}

  static Optional<Provider> healthy() {
    return HEALTHY;
  }

  private static Optional<Provider> load() {
    try {
      Class<?> type =
          Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
      Provider provider = (Provider) type.getField("INSTANCE").get(null);
      Object loadingError = type.getMethod("getLoadingError").invoke(provider);
      if (loadingError != null) {
        LOG.info("Amazon Corretto Crypto Provider does not load here: {}", loadingError.toString());
        return Optional.empty();
      }
      Object unused = type.getMethod("assertHealthy").invoke(provider);
      return Optional.of(provider);
    } catch (InvocationTargetException e) {
      LOG.warn("Amazon Corretto Crypto Provider fails its self-test", e.getCause());
      return Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.info("Amazon Corretto Crypto Provider is not here: {}", e.toString());
      return Optional.empty();
    }
  }
}
