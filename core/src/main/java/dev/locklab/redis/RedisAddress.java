package dev.locklab.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.SingleServerConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/**
 * Where a Redis server is and how to log in: {@code
 * redis://[[user:]password@]host[:port][/database]}, {@code rediss://} for TLS. A password that the
 * URL leaves out may come from the environment. What stands before the {@code @} without a colon is
 * a password, as redis-cli has it: a secret is not to be taken for a name and shown.
 *
 * <p>{@link #toString()} never shows the password, and can be read again; {@link #url()} does show
 * it and is for processes only.
 */
public final class RedisAddress {

  /** How long a command may go without a reply before it counts as unanswered. */
  public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

  private static final Pattern SERVER =
      Pattern.compile("(?<host>\\[[^]]+]|[A-Za-z0-9._-]+)(?::(?<port>\\d{1,9}))?");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int DEFAULT_PORT = 6379;

  private final boolean tls;
  private final String host;
  private final int port;
  private final int database;
  private final @Nullable String user;
  private final @Nullable String password;
  private final @Nullable Authority authority;

  private RedisAddress(
      boolean tls,
      String host,
      int port,
      int database,
      @Nullable String user,
      @Nullable String password,
      @Nullable Authority authority) {
    this.tls = tls;
    this.host = host;
    this.port = port;
    this.database = database;
    this.user = user;
    this.password = password;
    this.authority = authority;
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with one line that says what is wrong, without the password
   */
  public static RedisAddress parse(String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw bad("it is not a URL");
    }
    if (hasAt(uri.getRawPath()) || hasAt(uri.getRawQuery()) || hasAt(uri.getRawFragment())) {
      // It belongs to a login that was cut in two, and what follows the host may be quoted below.
      throw bad("a /, ? or # in the password must be written %2F, %3F or %23");
    }
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
    if (!scheme.equals("redis") && !scheme.equals("rediss")) {
      throw bad("it must start with redis:// or rediss://");
    }
    // Not getHost(): it knows no names with an underscore, which Docker and Kubernetes hand out.
    String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
    int at = authority.lastIndexOf('@');
    Matcher server = SERVER.matcher(authority.substring(at + 1));
    if (!server.matches()) {
      throw bad("the host or the port in it cannot be read");
    }
    String login = at < 0 ? "" : authority.substring(0, at);
    if (hasAt(login)) {
      throw bad("an @ in user or password must be written %40");
    }
    int colon = login.indexOf(':');
    return new RedisAddress(
        scheme.equals("rediss"),
        server.group("host"),
        port(server.group("port")),
        database(uri.getPath()),
        colon < 0 ? null : decode(login.substring(0, colon)),
        decode(login.substring(colon + 1)),
        null);
  }

  /** This address with a password, unless it has one already or there is none to add. */
  public RedisAddress withPassword(@Nullable String other) {
    return password != null || other == null || other.isEmpty()
        ? this
        : new RedisAddress(tls, host, port, database, user, other, authority);
  }

  /**
   * This address with the certificate authority (PEM) that its TLS certificate must come from.
   *
   * @throws IllegalArgumentException naming the file, if there is no certificate to be read in it
   */
  public RedisAddress withAuthority(@Nullable Path pem) {
    return pem == null
        ? this
        : new RedisAddress(tls, host, port, database, user, password, Authority.read(pem));
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** Whether that is the same server, be it with another login or database. */
  public boolean isSameServer(RedisAddress other) {
    return host.equals(other.host) && port == other.port;
  }

  /** The whole URL, password and all: for handing on to a process, never for output. */
  public String url() {
    String login = user == null && password == null ? "" : ":";
    if (user != null) {
      login = encode(user) + login;
    }
    if (password != null) {
      login += encode(password);
    }
    return scheme() + (login.isEmpty() ? "" : login + "@") + host + ":" + port + path();
  }

  /** A link for one thread; it connects with its first command. */
  public Link link(String clientName) {
    return new Link(this, clientName);
  }

  /** A pooled client that does not retry. */
  public RedisClient client(String clientName) {
    return RedisClient.builder()
        .hostAndPort(hostAndPort())
        .clientConfig(config(clientName))
        .build();
  }

  /**
   * A Redisson client with one lock watchdog time.
   *
   * @param watchdog for how long a lock without a lease of its own outlives its JVM
   */
  public RedissonClient redisson(String clientName, Duration watchdog, int connections) {
    Config config = new Config();
    config.setLockWatchdogTimeout(watchdog.toMillis());
    if (user != null) {
      config.setUsername(user);
    }
    if (password != null) {
      config.setPassword(password);
    }
    if (authority != null) {
      config.setSslTrustManagerFactory(authority.trustManagers());
    }
    SingleServerConfig server = config.useSingleServer();
    server
        .setAddress(scheme() + host + ":" + port)
        .setDatabase(database)
        .setClientName(clientName)
        .setConnectionMinimumIdleSize(Math.min(connections, 4))
        .setConnectionPoolSize(Math.max(connections, 4))
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
    return Redisson.create(config);
  }

  Wire connect(String clientName) {
    Wire wire = new Wire(hostAndPort(), config(clientName));
    wire.connect();
    return wire;
  }

  private HostAndPort hostAndPort() {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new HostAndPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  private DefaultJedisClientConfig config(String clientName) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .clientName(clientName)
            .database(database)
            .connectionTimeoutMillis((int) CONNECT_TIMEOUT.toMillis())
            .socketTimeoutMillis((int) REPLY_TIMEOUT.toMillis())
            .blockingSocketTimeoutMillis(0);
    if (user != null) {
      config.user(user);
    }
    if (password != null) {
      config.password(password);
    }
    if (tls) {
      SslOptions.Builder ssl = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
      if (authority != null) {
        authority.addTo(ssl);
      }
      config.sslOptions(ssl.build());
    }
    return config.build();
  }

  @Override
  public String toString() {
    return scheme() + (user == null ? "" : encode(user) + ":@") + host + ":" + port + path();
  }

  private String scheme() {
    return tls ? "rediss://" : "redis://";
  }

  private String path() {
    return database == 0 ? "" : "/" + database;
  }

  private static int port(@Nullable String digits) {
    if (digits == null) {
      return DEFAULT_PORT;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw bad("port " + port + " is not between 1 and 65535");
    }
    return port;
  }

  private static int database(@Nullable String path) {
    if (path == null || path.isEmpty() || path.equals("/")) {
      return 0;
    }
    try {
      int database = Integer.parseInt(path.substring(1));
      if (database >= 0) {
        return database;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw bad("'" + path.substring(1) + "' is not a database number");
  }

  private static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0) {
        out.append((char) b);
      } else {
        out.append(String.format("%%%02X", b));
      }
    }
    return out.toString();
  }

  private static @Nullable String decode(String text) {
    return text.isEmpty()
        ? null
        : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean hasAt(@Nullable String part) {
    return part != null && part.indexOf('@') >= 0;
  }

  private static IllegalArgumentException bad(String why) {
    return new IllegalArgumentException(
        "not a Redis URL: " + why + "; write redis://[[user:]password@]host[:port][/database]");
  }
}
