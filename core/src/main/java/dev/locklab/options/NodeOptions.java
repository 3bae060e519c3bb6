package dev.locklab.options;

import dev.locklab.redis.RedisAddress;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the independent servers are on which some strategies keep their lock. */
@HelpGroup("Redis")
public final class NodeOptions {

  /** The variable by which a lab tells its own workers the password of its embedded servers. */
  public static final String EMBEDDED_PASSWORD = "LOCKLAB_EMBEDDED_PASSWORD";

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "URL",
      description =
          "Independent servers for locks on several of them (multi). Default: embedded ones.")
  private List<RedisAddress> nodes = List.of();

  /** The servers that the user named, with what it takes to log in there; none if he did not. */
  public List<RedisAddress> addresses(RedisOptions redis) {
    return nodes.stream().map(redis::login).toList();
  }

  /**
   * A server that a verifier names, which knows no passwords: with what this program was told of it
   * by its own option, or with the password that it has for every other server.
   *
   * @param shown what {@link RedisAddress#toString()} shows of it
   */
  public RedisAddress named(String shown, RedisOptions redis) {
    return addresses(redis).stream()
        .filter(node -> node.toString().equals(shown))
        .findFirst()
        .orElseGet(
            () ->
                redis.login(
                    RedisAddress.parse(shown).withPassword(System.getenv(EMBEDDED_PASSWORD))));
  }
}
