package org.vouchseal.api.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.TrustedProxies;

/** Hands requests about enrolments on; has no logic. */
@Dependent
@Path("v1/enrolments")
public class EnrolmentsResource {

  private static final String AUTHORIZATION = "Authorization";

  private final Enrolments enrolments;
  private final TrustedProxies proxies;

  @Inject
  public EnrolmentsResource(Enrolments enrolments, TrustedProxies proxies) {
    this.enrolments = enrolments;
    this.proxies = proxies;
  }

  @POST
  @Consumes(Answer.JSON)
  public Response open(
      InputStream body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context HttpServletRequest request) {
    return JaxRs.response(enrolments.open(body, key, client(request)));
  }

  @GET
  @Path("{id}")
  public Response show(
      @PathParam("id") String id, @HeaderParam(AUTHORIZATION) @Nullable String authorization) {
    return JaxRs.response(enrolments.show(id, authorization));
  }

  @DELETE
  @Path("{id}")
  public Response withdraw(
      @PathParam("id") String id, @HeaderParam(AUTHORIZATION) @Nullable String authorization) {
    return JaxRs.response(enrolments.withdraw(id, authorization));
  }

  @POST
  @Path("{id}/mailbox-proof")
  @Consumes(Answer.JSON)
  public Response proveMailbox(
      @PathParam("id") String id,
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      InputStream body) {
    return JaxRs.response(enrolments.proveMailbox(id, authorization, body));
  }

  @POST
  @Path("{id}/mailbox-code")
  public Response sendCode(
      @PathParam("id") String id,
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @Context HttpServletRequest request) {
    return JaxRs.response(enrolments.sendCode(id, authorization, client(request)));
  }

  @POST
  @Path("{id}/owner-proof")
  @Consumes(Answer.JSON)
  public Response keepOwnerProof(
      @PathParam("id") String id,
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      InputStream body) {
    return JaxRs.response(enrolments.keepOwnerProof(id, authorization, body));
  }

  @PUT
  @Path("{id}/directory")
  @Consumes(Answer.JSON)
  public Response list(
      @PathParam("id") String id,
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      InputStream body) {
    return JaxRs.response(enrolments.list(id, authorization, body));
  }

  @POST
  @Path("{id}/objection")
  @Consumes(Answer.JSON)
  public Response object(@PathParam("id") String id, InputStream body) {
    return JaxRs.response(enrolments.object(id, body));
  }

  @POST
  @Path("{id}/evidence")
  public Response addEvidence(
      @PathParam("id") String id, @HeaderParam(AUTHORIZATION) @Nullable String authorization) {
    return JaxRs.response(enrolments.notForThisTier(id, authorization));
  }

  @POST
  @Path("{id}/submit")
  public Response submit(
      @PathParam("id") String id, @HeaderParam(AUTHORIZATION) @Nullable String authorization) {
    return JaxRs.response(enrolments.notForThisTier(id, authorization));
  }

  private Optional<ClientAddress> client(HttpServletRequest request) {
    return proxies.client(
        request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
  }
}
