package org.vouchseal.status.http;

import java.util.Optional;
import org.vouchseal.model.runtime.ClientAddress;

/**
 * A request to the public look-up.
 *
 * @param method upper case
 * @param query what follows the question mark, as on the wire; empty when there is none
 * @param client where it came from, as far as that is believed
 */
public record LookUpRequest(String method, String query, Optional<ClientAddress> client) {}
