package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.FakeClocks;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.Accounts;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.LoginPolicy;
import org.havatar.relay.access.identity.PasskeyPolicy;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Admission;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotOptions;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.limits.ConnectionOptions;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.limits.Limit;
import org.havatar.relay.limits.LimitMeasures;
import org.havatar.relay.limits.LimitOptions;
import org.havatar.relay.limits.Limits;
import org.havatar.relay.limits.NodeCounters;
import org.havatar.relay.limits.PeerAddresses;
import org.havatar.relay.limits.ProxyOptions;
import org.havatar.relay.limits.Rate;
import org.havatar.relay.limits.UsualLimits;
import org.havatar.relay.session.port.CommandArchive;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.relay.store.CommandFile;
import org.havatar.relay.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/** The interface on a real HTTP server, with a real store and clocks that a test moves. */
final class ApiHarness {
  static final int BURST = 20;
  static final int COMMANDS_BURST = 50;
  static final int PAGE_KB_BURST = 300;

  /** Of the page on which passkeys work. */
  static final String PAGE = "https://relay.test";

  private static final PasskeyPolicy PASSKEYS = new PasskeyPolicy(Set.of(PAGE));
  private static final ApiOptions OPTIONS = new ApiOptions(true);
  private static final LimitOptions LIMITS =
      new LimitOptions(
          new Rate(10, BURST),
          new Rate(10, COMMANDS_BURST),
          new Rate(50, 200),
          new Rate(5, 10),
          10,
          new ConnectionOptions(new Rate(50, 250), 500, new Rate(1, PAGE_KB_BURST)),
          LimitOptions.ROBOTS,
          false);

  private final Vertx vertx = Vertx.vertx();
  private final FakeClocks clocks = new FakeClocks();
  private final Set<String> online = ConcurrentHashMap.newKeySet();
  private final List<String> measured = new CopyOnWriteArrayList<>();
  private final Map<String, RobotState> states = new ConcurrentHashMap<>();
  private final Map<String, Device> cameras = new ConcurrentHashMap<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Passwords passwords = new Passwords(2);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Store store;
  private final CommandFile commands;
  private volatile CompletableFuture<Boolean> held = CompletableFuture.completedFuture(true);
  private long dropped;
  private final ApiDocument document = load();
  private final AnswerCheck answers = new AnswerCheck(document);
  private final Access access;
  private final Api api;
  private final HttpServer server;

  /** Administrators need no second factor here. */
  ApiHarness(Path directory) {
    this(directory, UsualLimits.NO_PROXIES, UsualOptions.ONE_FACTOR);
  }

  /**
   * @param proxy what the interface knows of proxies in front of it
   */
  ApiHarness(Path directory, ProxyOptions proxy) {
    this(directory, proxy, UsualOptions.ONE_FACTOR);
  }

  ApiHarness(Path directory, LoginPolicy policy) {
    this(directory, UsualLimits.NO_PROXIES, policy);
  }

  private ApiHarness(Path directory, ProxyOptions proxy, LoginPolicy policy) {
    store = EmbeddedStore.open(directory.resolve("store"), System::nanoTime);
    commands = CommandFile.open(directory.resolve("commands"), 10_000, System::nanoTime);
    access =
        Answers.of(
            Access.open(
                vertx,
                store,
                passwords,
                clocks.clocks(),
                UsualOptions.of(policy, UsualOptions.ROBOTS, PASSKEYS)));
    Api.Parts parts =
        new Api.Parts(
            access,
            online::contains,
            new FakeNode(),
            new CommandHistory(held(), () -> dropped),
            page(),
            document,
            new Measured(),
            clocks.clocks(),
            edge(proxy),
            robotId -> Optional.ofNullable(cameras.get(robotId)));
    api = Api.create(vertx, parts, OPTIONS);
    server = Answers.of(createServer(vertx).requestHandler(api).listen(0, "127.0.0.1"));
  }

  /**
   * Offers what the relay's own does: no upgrade to HTTP/2 in plain text, with which clients try.
   */
  static HttpServer createServer(Vertx vertx) {
    return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false));
  }

  private Edge edge(ProxyOptions proxy) {
    LongSupplier clock = clocks.clocks().monotonicMs();
    Limits limits = new Limits(LIMITS, new NodeCounters(clock), new Measured(), clock);
    return new Edge(limits, new PeerAddresses(proxy));
  }

  /** What the interface is. */
  ApiDocument document() {
    return document;
  }

  private static ApiDocument load() {
    try {
      return ApiDocument.load(ApiHarness.class.getClassLoader());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Page page() {
    try {
      return Page.load(ApiHarness.class.getClassLoader(), "org/havatar/relay/api/page");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private final class FakeNode implements NodeState {
    @Override
    public String nodeId() {
      return "node-1";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public long uptimeS() {
      return 1;
    }

    @Override
    public Future<List<String>> faults() {
      return Future.succeededFuture(List.copyOf(faults));
    }

    @Override
    public StoreState store() {
      return new StoreState(true, 1_800_000_000_000L, 1);
    }

    @Override
    public Map<String, Long> connections() {
      return Map.of("client", 2L, "robot", 1L);
    }

    @Override
    public Optional<RobotState> robot(String robotId) {
      return Optional.ofNullable(states.get(robotId));
    }

    @Override
    public Map<String, Long> drops() {
      return Map.of("stale", 3L);
    }
  }

  private final class Measured implements ApiMeasures, LimitMeasures {
    @Override
    public void refused(Limit limit) {
      measured.add("refused " + limit.label());
    }

    @Override
    public void unshared(Limit limit) {
      measured.add("unshared " + limit.label());
    }

    @Override
    public void answered(String route, int status, long tookMs) {
      measured.add(route + " " + status);
    }

    @Override
    public void loginSettled(LoginOutcome outcome) {
      measured.add(outcome.getClass().getSimpleName());
    }
  }

  /** What the interface observed. */
  List<String> measured() {
    return measured;
  }

  /** What connected robots told. */
  Map<String, RobotState> states() {
    return states;
  }

  /** Camera boards that are connected, by robot. */
  Map<String, Device> cameras() {
    return cameras;
  }

  FakeClocks clocks() {
    return clocks;
  }

  Set<String> online() {
    return online;
  }

  List<String> faults() {
    return faults;
  }

  void addUser(User user, String password) {
    Answers.of(new Accounts(store.accounts(), passwords).add(user, password, Actor.OPERATOR, 1));
  }

  void addRobot(String robotId) {
    RobotAcl everyone = RobotAcl.of("root").withAudience(Audience.EVERYONE, false);
    NewRobot robot =
        SomeRobot.wanted(robotId, "Name of " + robotId, "tank", RobotDetails.NONE, everyone);
    Answers.of(new Robots(store.robots()).add(robot, Actor.OPERATOR, 1));
  }

  void addCommands(List<CommandRecord> records) {
    commands
        .append(records.stream().map(this::ofRobotOfToday).toList())
        .toCompletableFuture()
        .join();
  }

  /** As a session writes it, which knows which robot has that id now. */
  private CommandRecord ofRobotOfToday(CommandRecord record) {
    String identity =
        Answers.of(store.robots().robot(record.robotId()))
            .map(entry -> entry.robot().identity())
            .orElse(record.robotId());
    return new CommandRecord(
        record.robotId(),
        identity,
        record.firstMs(),
        record.lastMs(),
        record.account(),
        record.holder(),
        record.kind(),
        record.leftPermille(),
        record.rightPermille(),
        record.fate(),
        record.count());
  }

  /** From now on whoever reads the command log waits until that is complete. */
  void holdCommandsUntil(CompletableFuture<Boolean> released) {
    held = released;
  }

  private CommandArchive held() {
    return (CommandArchive)
        Proxy.newProxyInstance(
            ApiHarness.class.getClassLoader(),
            new Class<?>[] {CommandArchive.class},
            (proxy, method, arguments) ->
                held.isDone()
                    ? method.invoke(commands, arguments)
                    : held.thenCompose(
                        released -> {
                          try {
                            return (CompletionStage<?>) method.invoke(commands, arguments);
                          } catch (ReflectiveOperationException e) {
                            throw new LinkageError(e.getMessage(), e);
                          }
                        }));
  }

  void dropCommands(long count) {
    dropped += count;
  }

  void closeCommands() {
    commands.close();
  }

  Optional<User> userOfTicket(String ticket) {
    return Answers.of(access.redeemTicket(ticket)).map(SignedIn::user);
  }

  boolean isRobotKey(String robotId, String key) {
    return Answers.of(access.robotKeys().admit(robotId, key)) instanceof Admission.Admitted;
  }

  /** Each at most so many robots. */
  void letUsersRegister(int most) {
    access.follow(
        UsualOptions.of(
            UsualOptions.ONE_FACTOR,
            new RobotOptions(true, 86_400_000, 3_600_000, most),
            PASSKEYS));
  }

  Store store() {
    return store;
  }

  HttpResponse<String> send(String method, String path, @Nullable JsonObject body, String token) {
    HttpRequest.Builder request = request(path, token);
    return send(
        body == null
            ? request.method(method, BodyPublishers.noBody())
            : request
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body.encode())));
  }

  HttpResponse<String> get(String path) {
    return send(request(path, null).GET());
  }

  HttpResponse<String> get(String path, String token) {
    return send(request(path, token).GET());
  }

  /** Asks and doesn't wait for the answer. */
  CompletableFuture<HttpResponse<String>> begin(String path, String token) {
    return client.sendAsync(request(path, token).GET().build(), BodyHandlers.ofString());
  }

  /** The same with a body. */
  CompletableFuture<HttpResponse<String>> begin(String path, JsonObject body, String token) {
    HttpRequest.Builder request =
        request(path, token)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()));
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path, null);
    headers.forEach(request::header);
    return send(request.GET());
  }

  /** Pages of these origins may ask. */
  void listRelays(ListedRelay... relays) {
    api.listRelays(List.of(relays));
  }

  void allowOrigins(String... origins) {
    api.allowOrigins(Set.of(origins));
  }

  HttpResponse<String> send(String method, String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path, null);
    headers.forEach(request::header);
    return send(request.method(method, BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> head(String path) {
    return send(request(path, null).method("HEAD", BodyPublishers.noBody()));
  }

  HttpResponse<String> post(String path, @Nullable JsonObject body) {
    return post(path, body, null);
  }

  HttpResponse<String> post(String path, @Nullable JsonObject body, @Nullable String token) {
    return postText(path, body == null ? "" : body.encode(), token);
  }

  HttpResponse<String> postText(String path, String body, @Nullable String token) {
    return send(
        request(path, token)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** With these headers, of which {@code content-type} has its usual default. */
  HttpResponse<String> sendJson(
      String method, String path, @Nullable JsonObject body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path, null);
    headers.forEach(request::header);
    if (!headers.containsKey("content-type")) {
      request.header("content-type", "application/json");
    }
    return send(
        request.method(
            method,
            body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode())));
  }

  /** As a browser tells it of the relay's own page, which comes over TLS. */
  String origin() {
    return "https://127.0.0.1:" + server.actualPort();
  }

  int port() {
    return server.actualPort();
  }

  /** The status of a login that comes through a proxy. */
  int login(JsonObject body, String forwardedFor) {
    return send(request("/api/login", null)
            .header("x-forwarded-for", forwardedFor)
            .POST(BodyPublishers.ofString(body.encode())))
        .statusCode();
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return token == null ? request : request.header("authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      answers.check(response);
      return response;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void closeStore() {
    Answers.of(store.close());
  }

  void close() {
    List<Future<?>> all = new ArrayList<>(List.of(vertx.close(), store.close()));
    Answers.of(Future.join(all));
    client.close();
    commands.close();
    passwords.close();
  }
}
