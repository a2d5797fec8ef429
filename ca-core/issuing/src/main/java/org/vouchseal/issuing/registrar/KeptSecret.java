package org.vouchseal.issuing.registrar;

import org.vouchseal.hsm.Wrapped;
import org.vouchseal.model.Reference;

/**
 * A CMP secret as it is kept, sealed, with its order.
 *
 * @param reference of the order
 * @param jti of the statement that brought the secret
 * @param box the sealed secret
 */
public record KeptSecret(Reference reference, String jti, Wrapped box) {}
