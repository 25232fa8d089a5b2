package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.LoginOutcome.Step;
import org.havatar.relay.access.identity.Origin;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Permissions;
import org.havatar.relay.limits.AddressGroups;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.limits.Limit;
import org.havatar.transports.http.Trails;
import org.jspecify.annotations.Nullable;

/** What a request that came through the {@link Gate} passes in the router: who is asking. */
final class Guards {
  private static final String SIGNED_IN = "signed_in";
  private static final String BEARER = "bearer ";
  private static final String ADDRESS = "address";

  private final Access access;
  private final Edge edge;

  Guards(Access access, Edge edge) {
    this.access = access;
    this.edge = edge;
  }

  /** Whose request it is; {@link #address} tells it from now on. */
  void identifyPeer(RoutingContext context) {
    context.put(ADDRESS, edge.addresses().of(Trails.of(context.request())));
    context.next();
  }

  /** Answers of the interface tell one person's things. */
  void neverCached(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    context.next();
  }

  /** By address; requests are counted before: what is downloaded costs as much again. */
  Handler<RoutingContext> limitPageBytes(Page page) {
    return context ->
        goOn(
            context,
            Future.succeededFuture(
                edge.limits()
                    .takePageBytes(address(context), page.bytesOf(context.normalizedPath()))));
  }

  private static void goOnAfter(RoutingContext context, Future<Long> waited) {
    if (waited.isComplete()) {
      goOn(context, waited);
    } else {
      holdBody(context);
      waited.onComplete(ignored -> goOn(context, waited));
    }
  }

  /** What is read while nobody reads it would be lost; whoever wants it lets it flow. */
  private static void holdBody(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!request.isEnded()) {
      request.pause();
      context.addEndHandler(
          ignored -> {
            if (!request.isEnded()) {
              request.resume();
            }
          });
    }
  }

  private static void goOn(RoutingContext context, Future<Long> waited) {
    long waitMs = waited.succeeded() ? waited.result() : 0;
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

  /** The same, and who has only that step of the login left. */
  Handler<RoutingContext> authenticateFor(Step step) {
    return context ->
        authenticate(context, token -> access.identity().logins().signedInFor(step, token));
  }

  private void authenticate(
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
                boolean isCommands = Gate.limitOf(context.normalizedPath()) == Limit.COMMANDS;
                Limit limit = isCommands ? Limit.COMMANDS : Limit.ACCOUNT;
                String account = who.get().user().name();
                goOnAfter(context, edge.limits().takeByAccount(limit, account, address(context)));
              } else {
                refuseUnknown(context);
              }
            });
  }

  void administratorsOnly(RoutingContext context) {
    if (Permissions.mayAdministrate(user(context))) {
      context.next();
    } else {
      Problem.notPermitted().answer(context);
    }
  }

  /** Comes after a proof of who asks: lets in whose login was proven lately. */
  static void provenLately(RoutingContext context) {
    if (signedIn(context).isProven()) {
      context.next();
    } else {
      Problem.proofNeeded().answer(context);
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
    String device = context.request().getHeader(HttpHeaders.USER_AGENT);
    return new Origin(address(context), addressGroup(context), device == null ? "" : device);
  }

  /** The one who asks, for the audit log. */
  static Actor actor(RoutingContext context) {
    return new Actor(user(context).name(), address(context));
  }

  /** Whose request it is: a literal address, or "unknown". */
  static String address(RoutingContext context) {
    String address = context.get(ADDRESS);
    if (address == null) {
      throw new IllegalStateException("the route has no peer");
    }
    return address;
  }

  static String addressGroup(RoutingContext context) {
    return AddressGroups.of(address(context));
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
