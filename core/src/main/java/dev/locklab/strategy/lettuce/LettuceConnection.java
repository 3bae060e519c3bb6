package dev.locklab.strategy.lettuce;

import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.Workbench;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.api.sync.RedisScriptingCommands;
import io.lettuce.core.api.sync.RedisStringCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.net.URI;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/**
 * Lettuce's one connection of a worker JVM, which its threads share as Lettuce recommends it.
 *
 * @param commands what is called on it for keys
 * @param scripts the same for scripts
 */
record LettuceConnection(
    AbstractRedisClient client,
    RedisStringCommands<String, String> commands,
    RedisScriptingCommands<String, String> scripts)
    implements AutoCloseable {

  static LettuceConnection subject(Workbench bench) {
    return bench.shared(LettuceConnection.class, shared -> open(shared.subject(), shared));
  }

  private static LettuceConnection open(RedisAddress address, Workbench bench) {
    List<RedisURI> servers =
        address.locations().stream().map(server -> uri(server, address, bench)).toList();
    SslOptions tls = tls(address);
    if (address.isCluster()) {
      RedisClusterClient client = RedisClusterClient.create(servers);
      client.setOptions(ClusterClientOptions.builder().sslOptions(tls).build());
      RedisAdvancedClusterCommands<String, String> commands = client.connect().sync();
      return new LettuceConnection(client, commands, commands);
    }
    RedisClient client =
        RedisClient.create(
            address.service() == null ? servers.get(0) : behind(address, servers, bench));
    client.setOptions(ClientOptions.builder().sslOptions(tls).build());
    RedisCommands<String, String> commands = client.connect().sync();
    return new LettuceConnection(client, commands, commands);
  }

  private static RedisURI uri(String server, RedisAddress address, Workbench bench) {
    URI location = URI.create(server);
    RedisURI uri = RedisURI.create(location.getHost(), location.getPort());
    uri.setSsl(location.getScheme().equals("rediss"));
    login(uri, address);
    common(uri, address, bench);
    return uri;
  }

  /** The primary that Sentinels name. */
  private static RedisURI behind(RedisAddress address, List<RedisURI> sentinels, Workbench bench) {
    RedisURI uri = new RedisURI();
    uri.setSentinelMasterId(String.valueOf(address.service()));
    boolean open = !address.sentinelsWantLogin();
    for (RedisURI sentinel : sentinels) {
      uri.getSentinels().add(open ? anonymous(sentinel) : sentinel);
    }
    uri.setSsl(sentinels.get(0).isSsl());
    login(uri, address);
    common(uri, address, bench);
    return uri;
  }

  private static RedisURI anonymous(RedisURI sentinel) {
    RedisURI open = RedisURI.create(sentinel.getHost(), sentinel.getPort());
    open.setSsl(sentinel.isSsl());
    return open;
  }

  private static void login(RedisURI uri, RedisAddress address) {
    String password = address.password();
    if (password != null) {
      uri.setCredentialsProvider(
          new StaticCredentialsProvider(address.user(), password.toCharArray()));
    }
  }

  private static void common(RedisURI uri, RedisAddress address, Workbench bench) {
    uri.setDatabase(address.database());
    uri.setClientName(bench.clientName());
    uri.setTimeout(RedisAddress.REPLY_TIMEOUT);
  }

  private static SslOptions tls(RedisAddress address) {
    TrustManagerFactory authority = address.trustManagers();
    return authority == null
        ? SslOptions.create()
        : SslOptions.builder().trustManager(authority).build();
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
