package org.vouchseal.issuing.cmp;

import java.util.function.Consumer;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.model.Reference;

/**
 * Tells who keeps something of a secret that it is spent, before the key service's copy ends.
 *
 * @param spent told the reference
 */
record SpentSecrets(CentralKeySecrets secrets, Consumer<String> spent)
    implements CentralKeySecrets {

  @Override
  public void deposit(String orderJws, String secretJwe) {
    secrets.deposit(orderJws, secretJwe);
  }

  @Override
  public void erase(Reference reference) {
    spent.accept(reference.value());
    secrets.erase(reference);
  }
}
