package org.vouchseal.keyservice.jose;

import org.vouchseal.keyservice.secret.SecretEnvelopes;
import org.vouchseal.keyservice.secret.SecretRefused;
import org.vouchseal.messages.cmp.MacSecret;
import org.vouchseal.messages.order.SecretReader;
import org.vouchseal.model.EnrolmentOrder;

/** Secrets as compact JWE to the key service's own key. */
public final class JweSecretEnvelopes implements SecretEnvelopes {

  private final SecretReader reader;

  public JweSecretEnvelopes(SecretReader reader) {
    this.reader = reader;
  }

  @Override
  public String digest(String secretJwe) {
    return reader.digest(secretJwe);
  }

  @Override
  public MacSecret open(String secretJwe, EnrolmentOrder order) {
    return reader
        .openKeyServiceCopy(secretJwe, order)
        .<MacSecret>fold(
            secret -> secret,
            problem -> {
              throw new SecretRefused(problem.why());
            });
  }
}
