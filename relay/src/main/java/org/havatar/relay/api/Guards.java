package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.User;
import org.havatar.relay.access.identity.LoginOutcome.Step;
import org.havatar.relay.access.identity.Origin;
import org.havatar.relay.access.identity.SignedIn;
import org.jspecify.annotations.Nullable;

/** What every request passes before it is looked at: headers, limits, and who is asking. */
final class Guards {
  private static final String SIGNED_IN = "signed_in";
  private static final String BEARER = "bearer ";
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; style-src 'self'; connect-src 'self' wss:; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'self'; object-src 'none'";

  private final Access access;
  private volatile ApiOptions options;
  private final LongSupplier monotonicMs;
  private final RequestLimiter requests;
  private final RequestLimiter pageRequests;

  Guards(Access access, ApiOptions options, LongSupplier monotonicMs) {
    this.access = access;
    this.options = options;
    this.monotonicMs = monotonicMs;
    this.requests = new RequestLimiter(options.requests());
    this.pageRequests = new RequestLimiter(options.pageRequests());
  }

  /** Other limits from now on. Any thread. */
  void follow(ApiOptions newOptions) {
    options = newOptions;
    requests.limitTo(newOptions.requests());
    pageRequests.limitTo(newOptions.pageRequests());
  }

  void secureHeaders(RoutingContext context) {
    HttpServerResponse response = context.response();
    response
        .putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("x-frame-options", "DENY")
        .putHeader("cross-origin-opener-policy", "same-origin");
    if (options.tls()) {
      response.putHeader("strict-transport-security", "max-age=31536000");
    }
    context.next();
  }

  /** Answers of the interface tell one person's things. */
  void neverCached(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    context.next();
  }

  void limitApi(RoutingContext context) {
    limit(context, requests);
  }

  void limitPage(RoutingContext context) {
    limit(context, pageRequests);
  }

  private void limit(RoutingContext context, RequestLimiter limiter) {
    String address = remoteAddress(context);
    if (options.exemptLoopback() && Addresses.isLoopback(address)) {
      context.next();
      return;
    }
    long waitMs = limiter.take(Addresses.groupOf(address), monotonicMs.getAsLong());
    if (waitMs == 0) {
      context.next();
    } else {
      retryAfter(context, waitMs);
      Problem.rateLimited().answer(context);
    }
  }

  static void retryAfter(RoutingContext context, long waitMs) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf((waitMs + 999) / 1000));
  }

  /** Lets in whoever shows a good token; {@link #user} then says who. */
  void authenticate(RoutingContext context) {
    authenticate(context, access::signedIn);
  }

  /** The same, and who has only that step of his login left. */
  Handler<RoutingContext> authenticateFor(Step step) {
    return context ->
        authenticate(context, token -> access.identity().logins().signedInFor(step, token));
  }

  private static void authenticate(
      RoutingContext context, Function<String, Future<Optional<SignedIn>>> proof) {
    Optional<String> token = bearer(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    if (token.isEmpty()) {
      refuseUnknown(context);
      return;
    }
    proof
        .apply(token.get())
        .onFailure(context::fail)
        .onSuccess(
            who -> {
              if (who.isPresent()) {
                context.put(SIGNED_IN, who.get());
                context.next();
              } else {
                refuseUnknown(context);
              }
            });
  }

  void administratorsOnly(RoutingContext context) {
    if (user(context).administrator()) {
      context.next();
    } else {
      Problem.notPermitted().answer(context);
    }
  }

  static User user(RoutingContext context) {
    return signedIn(context).user();
  }

  static SignedIn signedIn(RoutingContext context) {
    SignedIn who = context.get(SIGNED_IN);
    if (who == null) {
      throw new IllegalStateException("the route has no authentication");
    }
    return who;
  }

  /** Whence the request comes. */
  static Origin origin(RoutingContext context) {
    String address = remoteAddress(context);
    String device = context.request().getHeader(HttpHeaders.USER_AGENT);
    return new Origin(
        address == null ? "" : address, addressGroup(context), device == null ? "" : device);
  }

  /** The one who asks, for the audit log. */
  static Actor actor(RoutingContext context) {
    String address = remoteAddress(context);
    return new Actor(user(context).name(), address == null ? "" : address);
  }

  static String addressGroup(RoutingContext context) {
    return Addresses.groupOf(remoteAddress(context));
  }

  private static @Nullable String remoteAddress(RoutingContext context) {
    var remote = context.request().remoteAddress();
    return remote == null ? null : remote.hostAddress();
  }

  private static Optional<String> bearer(@Nullable String header) {
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? Optional.of(header.substring(BEARER.length()).trim())
        : Optional.empty();
  }

  private static void refuseUnknown(RoutingContext context) {
    context.response().putHeader("www-authenticate", "Bearer");
    Problem.unauthenticated().answer(context);
  }
}
