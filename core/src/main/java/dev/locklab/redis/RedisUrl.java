package dev.locklab.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The parts of {@code redis://[[user:]password@]host[:port][/database]}, of {@code
 * redis-sentinel://[[user:]password@]host[:port],.../service[/database]} or of {@code
 * redis-cluster://[[user:]password@]host[:port],...}. What stands before the {@code @} without a
 * colon is a password, as redis-cli has it. The database may also be said as {@code ?db=2}, as
 * other clients write it; any other part is an error. Errors never quote what may be of a password.
 */
record RedisUrl(
    boolean tls, Route route, int database, @Nullable String user, @Nullable String password) {

  /** What kind of servers a URL names. */
  private enum Kind {
    SINGLE("redis", 6379, "redis://[[user:]password@]host[:port][/database]"),
    SENTINEL(
        "redis-sentinel",
        26_379,
        "redis-sentinel://[[user:]password@]host[:port],.../service[/database]"),
    CLUSTER("redis-cluster", 6379, "redis-cluster://[[user:]password@]host[:port],...");

    private final String scheme;
    private final int port;
    private final String form;

    Kind(String scheme, int port, String form) {
      this.scheme = scheme;
      this.port = port;
      this.form = form;
    }

    private IllegalArgumentException bad(String why) {
      return new IllegalArgumentException("not a Redis URL: " + why + "; write " + form);
    }
  }

  private static final Pattern SERVER =
      Pattern.compile("(?<host>\\[[^]]+]|[A-Za-z0-9._-]+)(?::(?<port>\\d{1,9}))?");

  private static final Pattern COMMA = Pattern.compile(",");

  private static final Pattern LOGIN = Pattern.compile("^[a-z-]+://(?<login>[^/?#]*)@");

  /** What RFC 3986 allows in user and password as it is; anything else is percent-encoded. */
  private static final Pattern UNENCODED =
      Pattern.compile("%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9._~!$&'()*+,;=:@\\-\\x80-\\uFFFF]");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with one line that says what is wrong, without the password
   */
  static RedisUrl parse(String url) {
    requireEncodedLogin(url.strip());
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
    boolean tls = scheme.startsWith("rediss");
    String plain = tls ? scheme.replaceFirst("rediss", "redis") : scheme;
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(known -> known.scheme.equals(plain))
            .findFirst()
            .orElseThrow(
                () ->
                    bad(
                        "it must start with redis:// or rediss:// (or redis-sentinel://,"
                            + " redis-cluster://)"));
    // Not getHost(): it knows no names with an underscore, which Docker and Kubernetes hand out.
    String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
    int at = authority.lastIndexOf('@');
    List<HostAndPort> servers = servers(kind, authority.substring(at + 1));
    String login = at < 0 ? "" : authority.substring(0, at);
    if (hasAt(login)) {
      throw bad("an @ in user or password must be written %40");
    }
    int colon = login.indexOf(':');
    String path = Objects.requireNonNullElse(uri.getPath(), "").replaceFirst("^/", "");
    String service = kind == Kind.SENTINEL ? path.replaceFirst("/.*", "") : "";
    int database = database(uri, kind == Kind.SENTINEL ? path.replaceFirst("^[^/]*/?", "") : path);
    if (kind == Kind.SENTINEL && service.isEmpty()) {
      throw kind.bad("it does not say which service the Sentinels watch");
    }
    if (kind == Kind.CLUSTER && database != 0) {
      throw kind.bad("a cluster has no databases");
    }
    return new RedisUrl(
        tls,
        switch (kind) {
          case SINGLE -> new Route.Single(servers.get(0));
          case SENTINEL -> new Route.Sentinels(servers, service);
          case CLUSTER -> new Route.Cluster(servers);
        },
        database,
        colon < 0 ? null : decode(login.substring(0, colon)),
        decode(login.substring(colon + 1)));
  }

  private static List<HostAndPort> servers(Kind kind, String text) {
    List<HostAndPort> servers = new ArrayList<>();
    for (String one : COMMA.split(text, -1)) {
      Matcher server = SERVER.matcher(one);
      if (!server.matches()) {
        throw kind.bad("the host or the port in it cannot be read");
      }
      servers.add(new HostAndPort(server.group("host"), port(server.group("port"), kind.port)));
    }
    if (kind == Kind.SINGLE && servers.size() > 1) {
      throw bad("it names several servers; redis-sentinel:// and redis-cluster:// do");
    }
    return List.copyOf(servers);
  }

  private static void requireEncodedLogin(String url) {
    Matcher login = LOGIN.matcher(url);
    if (!login.find()) {
      return;
    }
    TreeSet<String> found = new TreeSet<>();
    UNENCODED
        .matcher(login.group("login"))
        .results()
        .forEach(wrong -> found.add(wrong.group().substring(0, 1)));
    if (!found.isEmpty()) {
      throw bad(
          "in user or password, write "
              + String.join(", ", found.stream().map(RedisUrl::encoding).toList()));
    }
  }

  private static String encoding(String sign) {
    char c = sign.charAt(0);
    String shown = c == ' ' ? "a blank" : c < ' ' || c == 0x7F ? "a control character" : sign;
    return shown + " as " + String.format(Locale.ROOT, "%%%02X", (int) c);
  }

  private static int port(@Nullable String digits, int usual) {
    if (digits == null) {
      return usual;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw bad("port " + port + " is not between 1 and 65535");
    }
    return port;
  }

  private static int database(URI uri, String path) {
    if (uri.getRawFragment() != null) {
      throw bad("there is no part # in it");
    }
    String query = uri.getRawQuery();
    if (query == null) {
      return path.isEmpty() ? 0 : database(path);
    }
    if (!query.startsWith("db=") || query.contains("&")) {
      throw bad("of what can follow a ? only db=NUMBER is known");
    }
    int database = database(query.substring("db=".length()));
    if (!path.isEmpty() && database(path) != database) {
      throw bad("it names two databases, %s and %s".formatted(path, database));
    }
    return database;
  }

  private static int database(String text) {
    try {
      int database = Integer.parseInt(text);
      if (database >= 0) {
        return database;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw bad("'" + text + "' is not a database number");
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
    return Kind.SINGLE.bad(why);
  }
}
