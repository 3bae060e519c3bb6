package dev.locklab.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.SingleServerConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/**
 * Where a Redis server is and how to log in: {@code
 * redis://[user[:password]@]host[:port][/database]}, {@code rediss://} for TLS. A password that the
 * URL leaves out may come from the environment.
 *
 * <p>{@link #toString()} never shows the password; {@link #url()} does and is for processes only.
 */
public final class RedisAddress {

  /** How long a command may go without a reply before it counts as unanswered. */
  public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int DEFAULT_PORT = 6379;

  /** A store of public certificates has nothing to hide; the format still wants a password. */
  private static final char[] NO_SECRET = "public".toCharArray();

  private final boolean tls;
  private final String host;
  private final int port;
  private final int database;
  private final @Nullable String user;
  private final @Nullable String password;
  private final @Nullable Path authority;

  private RedisAddress(
      boolean tls,
      String host,
      int port,
      int database,
      @Nullable String user,
      @Nullable String password,
      @Nullable Path authority) {
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
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw bad("the host or the port in it cannot be read");
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw bad("port " + port + " is not between 1 and 65535");
    }
    String user = null;
    String password = null;
    String login = uri.getRawUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      String name = colon < 0 ? login : login.substring(0, colon);
      user = name.isEmpty() ? null : decode(name);
      password = colon < 0 ? null : decode(login.substring(colon + 1));
    }
    return new RedisAddress(
        scheme.equals("rediss"), host, port, database(uri.getPath()), user, password, null);
  }

  /** This address with a password, unless it has one already or there is none to add. */
  public RedisAddress withPassword(@Nullable String other) {
    return password != null || other == null || other.isEmpty()
        ? this
        : new RedisAddress(tls, host, port, database, user, other, authority);
  }

  /** This address with the certificate authority (PEM) that its TLS certificate must come from. */
  public RedisAddress withAuthority(@Nullable Path pem) {
    return pem == null ? this : new RedisAddress(tls, host, port, database, user, password, pem);
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** The whole URL, password and all: for handing on to a process, never for output. */
  public String url() {
    StringBuilder login = new StringBuilder();
    if (user != null || password != null) {
      login.append(user == null ? "" : encode(user));
      if (password != null) {
        login.append(':').append(encode(password));
      }
      login.append('@');
    }
    return scheme() + login + host + ":" + port + path();
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
      config.setSslTrustManagerFactory(trust(authority));
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

  Connection connect(String clientName) {
    Connection connection = new Connection(hostAndPort(), config(clientName));
    connection.connect();
    return connection;
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
        ssl.trustStoreType(KeyStore.getDefaultType()).truststore(storedTrust(authority), NO_SECRET);
      }
      config.sslOptions(ssl.build());
    }
    return config.build();
  }

  @Override
  public String toString() {
    return scheme() + (user == null ? "" : encode(user) + "@") + host + ":" + port + path();
  }

  private String scheme() {
    return tls ? "rediss://" : "redis://";
  }

  private String path() {
    return database == 0 ? "" : "/" + database;
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

  private static TrustManagerFactory trust(Path pem) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(keyStore(pem));
      return factory;
    } catch (GeneralSecurityException e) {
      throw unreadable(pem, e);
    }
  }

  private static SslOptions.Resource storedTrust(Path pem) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try {
      keyStore(pem).store(stored, NO_SECRET);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(pem, e);
    }
    return () -> new ByteArrayInputStream(stored.toByteArray());
  }

  private static KeyStore keyStore(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + count++, certificate);
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(pem, e);
    }
  }

  private static IllegalArgumentException unreadable(Path pem, Exception e) {
    return new IllegalArgumentException(
        "the certificate authority in " + pem + " cannot be read: " + Errors.rootMessage(e), e);
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

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean hasAt(@Nullable String part) {
    return part != null && part.indexOf('@') >= 0;
  }

  private static IllegalArgumentException bad(String why) {
    return new IllegalArgumentException(
        "not a Redis URL: " + why + "; write redis://[user[:password]@]host[:port][/database]");
  }
}
