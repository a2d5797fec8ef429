package org.vouchseal.issuing.cmp;

import java.io.InputStream;
import java.util.Optional;
import org.vouchseal.model.runtime.ClientAddress;

/**
 * An HTTP request to the CMP address, as far as CMP looks at it.
 *
 * @param method the HTTP method
 * @param path what follows {@code /.well-known/cmp}, e.g. {@code /p/signing}; empty or {@code /}
 *     for the address itself
 * @param contentType the header's value
 * @param body read at most up to the size limit; the caller closes it
 * @param client where it came from; empty when that is unknown
 */
public record CmpHttpRequest(
    String method,
    String path,
    Optional<String> contentType,
    InputStream body,
    Optional<ClientAddress> client) {}
