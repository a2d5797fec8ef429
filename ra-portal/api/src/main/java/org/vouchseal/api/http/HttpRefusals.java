package org.vouchseal.api.http;

/** Words for the refusals that HTTP itself knows. */
final class HttpRefusals {

  private static final String NOT_DONE = "the request was not done";

  private HttpRefusals() {}

  static Answer of(Problems problems, int status) {
    return switch (status) {
      case 404 ->
          problems.of(
              404,
              "not-found",
              NOT_DONE,
              "there is nothing at this address",
              "see /api/openapi.json for the addresses");
      case 405 ->
          problems.of(
              405,
              "method-not-allowed",
              NOT_DONE,
              "this address does not know the method",
              "use a method of the header Allow");
      case 406 ->
          problems.of(
              406,
              "not-acceptable",
              NOT_DONE,
              "no answer has a media type that the header Accept names",
              "accept application/json and application/problem+json");
      case 413 ->
          problems.of(
              413, "body-too-large", NOT_DONE, "the body is too large", "send a smaller body");
      case 415 ->
          problems.of(
              415,
              "media-type-not-supported",
              NOT_DONE,
              "the body has a media type that is not read here",
              "send application/json");
      default ->
          problems.of(
              status,
              "request-invalid",
              NOT_DONE,
              "the request is not well-formed HTTP of this interface",
              "see /api/openapi.json");
    };
  }
}
