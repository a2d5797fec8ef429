package org.vouchseal.issuing.http;

/**
 * The HTTP answer of the registrar.
 *
 * @param status HTTP status code
 * @param contentType of the body
 * @param body UTF-8 text, JSON
 */
public record RegistrarHttpResponse(int status, String contentType, String body) {}
