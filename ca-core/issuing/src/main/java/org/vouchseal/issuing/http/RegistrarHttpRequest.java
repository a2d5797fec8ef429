package org.vouchseal.issuing.http;

import java.io.InputStream;
import java.util.Optional;

/**
 * An HTTP request to the registrar.
 *
 * @param sameMachine whether it came from this machine and through no proxy
 * @param method the HTTP method
 * @param path what follows {@code /registrar/v1}, e.g. {@code /orders}
 * @param authorization the header's value
 * @param body read at most up to the size limit; the caller closes it
 */
public record RegistrarHttpRequest(
    boolean sameMachine,
    String method,
    String path,
    Optional<String> authorization,
    InputStream body) {}
