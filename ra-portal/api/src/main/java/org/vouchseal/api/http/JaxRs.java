package org.vouchseal.api.http;

import jakarta.ws.rs.core.Response;

/** An answer as the container takes it. */
final class JaxRs {

  private JaxRs() {}

  static Response response(Answer answer) {
    Response.ResponseBuilder response = Response.status(answer.status());
    answer.headers().forEach(response::header);
    if (!answer.body().isEmpty()) {
      response.type(answer.mediaType()).entity(answer.octets());
    }
    return response.build();
  }
}
