package dev.locklab.redis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Where Redis is and how to log in: {@code redis://[[user:]password@]host[:port][/database]},
 * {@code redis-sentinel://[...@]host[:port],.../service[/database]} for whichever server Sentinels
 * say is the primary, {@code redis-cluster://[...@]host[:port],...} for a cluster, of which one
 * key's node is meant ({@link #ofKey}); {@code rediss...://} for TLS. Sentinels are asked without a
 * login, and those that want one get the servers'. A password that the URL leaves out may come from
 * the environment. What stands before the {@code @} without a colon is a password, as redis-cli has
 * it: a secret is not to be taken for a name and shown.
 *
 * <p>{@link #toString()} never shows the password, and can be read again; {@link #url()} does show
 * it and is for processes only.
 */
public final class RedisAddress {

  /** How long a command may go without a reply before it counts as unanswered. */
  public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

  /** How long a connection may take to be made. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final boolean tls;
  private final Route route;
  private final int database;
  private final @Nullable String user;
  private final @Nullable String password;
  private final @Nullable Authority authority;

  private RedisAddress(
      boolean tls,
      Route route,
      int database,
      @Nullable String user,
      @Nullable String password,
      @Nullable Authority authority) {
    this.tls = tls;
    this.route = route;
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
    RedisUrl parts = RedisUrl.parse(url);
    return new RedisAddress(
        parts.tls(), parts.route(), parts.database(), parts.user(), parts.password(), null);
  }

  /** This address with a password, unless it has one already or there is none to add. */
  public RedisAddress withPassword(@Nullable String other) {
    return password != null || other == null || other.isEmpty()
        ? this
        : new RedisAddress(tls, route, database, user, other, authority);
  }

  /**
   * This address with the certificate authority (PEM) that its TLS certificate must come from.
   *
   * @throws IllegalArgumentException naming the file, if there is no certificate to be read in it
   */
  public RedisAddress withAuthority(@Nullable Path pem) {
    return pem == null
        ? this
        : new RedisAddress(tls, route, database, user, password, Authority.read(pem));
  }

  /** The host of the server, or of the first that was named. */
  public String host() {
    return route.named().get(0).getHost();
  }

  /** The port of the server, or of the first that was named. */
  public int port() {
    return route.named().get(0).getPort();
  }

  /** The service whose primary is meant, as the Sentinels call it; null without Sentinels. */
  public @Nullable String service() {
    return route instanceof Route.Sentinels sentinels ? sentinels.service() : null;
  }

  /** Whether it is a cluster. */
  public boolean isCluster() {
    return route instanceof Route.Cluster;
  }

  /** The same Redis for one key and all that share its slot: on a cluster the node that has it. */
  public RedisAddress ofKey(String key) {
    return new RedisAddress(tls, route.ofKey(key), database, user, password, authority);
  }

  public int database() {
    return database;
  }

  /** Whom to log in as; absent for the default user. */
  public @Nullable String user() {
    return user;
  }

  /** For clients of other libraries, never for output. */
  public @Nullable String password() {
    return password;
  }

  /** What the server's certificate must come from; absent where Java's own will do. */
  public @Nullable TrustManagerFactory trustManagers() {
    return authority == null ? null : authority.trustManagers();
  }

  /** Scheme, host and port of the server, or of each that was named, without login and database. */
  public List<String> locations() {
    return route.named().stream().map(server -> (tls ? "rediss://" : "redis://") + server).toList();
  }

  /** The same server and login by another port, as behind a proxy on this machine. */
  public RedisAddress byPort(int other) {
    Route there = new Route.Single(new HostAndPort(host(), other));
    return new RedisAddress(tls, there, database, user, password, authority);
  }

  /** Whether that is the same server, be it with another login or database. */
  public boolean isSameServer(RedisAddress other) {
    return route.named().equals(other.route.named());
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
    return scheme() + (login.isEmpty() ? "" : login + "@") + servers() + path();
  }

  /** A link for one thread; it connects with its first command. */
  public Link link(String clientName) {
    return new Link(this, clientName);
  }

  /** A pooled client that does not retry. */
  public RedisClient client(String clientName) {
    return RedisClient.builder().hostAndPort(bare(find())).clientConfig(config(clientName)).build();
  }

  Wire connect(String clientName) {
    return connect(find(), config(clientName));
  }

  /**
   * Connects to a server that another one of the same cluster has named.
   *
   * @param server null for whichever this address leads to
   */
  Wire connect(@Nullable HostAndPort server, String clientName) {
    return server == null ? connect(clientName) : connect(server, config(clientName));
  }

  /** Whether the server may be another one with the next connection. */
  public boolean isMoving() {
    return !(route instanceof Route.Single);
  }

  private HostAndPort find() {
    return route.find(server -> connect(server, config("locklab-route")), this::askable);
  }

  /** A Sentinel that lets itself be asked. */
  private Wire askable(HostAndPort sentinel) {
    try {
      return withoutLogin(sentinel);
    } catch (JedisDataException e) {
      return connect(sentinel, login(settings("locklab-route")).build());
    }
  }

  /**
   * Connects to a Sentinel as to one that knows no users.
   *
   * @throws JedisDataException if it wants a login
   */
  private Wire withoutLogin(HostAndPort sentinel) {
    Wire open = connect(sentinel, settings("locklab-route").build());
    try {
      open.executeCommand(new CommandArguments(Command.PING));
      return open;
    } catch (JedisException e) {
      open.close();
      throw e;
    }
  }

  /** Whether the Sentinels want the servers' login; false where there are none, or none answers. */
  public boolean sentinelsWantLogin() {
    if (service() == null) {
      return false;
    }
    for (HostAndPort sentinel : route.named()) {
      try {
        withoutLogin(sentinel).close();
        return false;
      } catch (JedisDataException e) {
        return true;
      } catch (JedisException e) {
        // The next one may be there.
      }
    }
    return false;
  }

  private static Wire connect(HostAndPort server, DefaultJedisClientConfig config) {
    Wire wire = new Wire(bare(server), config);
    wire.connect();
    return wire;
  }

  private static HostAndPort bare(HostAndPort server) {
    String host = server.getHost();
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed
        ? new HostAndPort(host.substring(1, host.length() - 1), server.getPort())
        : server;
  }

  private DefaultJedisClientConfig config(String clientName) {
    return login(settings(clientName).database(database)).build();
  }

  private DefaultJedisClientConfig.Builder login(DefaultJedisClientConfig.Builder config) {
    if (user != null) {
      config.user(user);
    }
    if (password != null) {
      config.password(password);
    }
    return config;
  }

  /** What holds for every connection, also to one that keeps no data and knows no users. */
  private DefaultJedisClientConfig.Builder settings(String clientName) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .clientName(clientName)
            .connectionTimeoutMillis((int) CONNECT_TIMEOUT.toMillis())
            .socketTimeoutMillis((int) REPLY_TIMEOUT.toMillis())
            .blockingSocketTimeoutMillis(0);
    if (tls) {
      SslOptions.Builder ssl = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
      if (authority != null) {
        authority.addTo(ssl);
      }
      config.sslOptions(ssl.build());
    }
    return config;
  }

  @Override
  public String toString() {
    return scheme() + (user == null ? "" : encode(user) + ":@") + servers() + path();
  }

  private String scheme() {
    String kind = service() != null ? "-sentinel" : isCluster() ? "-cluster" : "";
    return (tls ? "rediss" : "redis") + kind + "://";
  }

  private String servers() {
    return route.named().stream().map(HostAndPort::toString).collect(Collectors.joining(","));
  }

  private String path() {
    String service = service();
    return (service == null ? "" : "/" + service) + (database == 0 ? "" : "/" + database);
  }

  private static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", b));
      }
    }
    return out.toString();
  }
}
