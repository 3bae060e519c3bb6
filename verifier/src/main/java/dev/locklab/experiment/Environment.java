package dev.locklab.experiment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an experiment was made.
 *
 * @param startedAt when, as date and time with offset (ISO 8601)
 * @param command the command that makes it again
 * @param lab version of the lab
 * @param java version of the verifier's Java and of its own workers'
 * @param redisson version of the library
 * @param jedis version of the library
 * @param cores processors that the verifier may use
 * @param machine operating system and architecture
 * @param server what the Redis under test is, with its version
 * @param address where it is, without a password; {@value #EMBEDDED} for the lab's own
 * @param configuration those of its settings that matter, and their values
 */
public record Environment(
    String startedAt,
    String command,
    String lab,
    String java,
    String redisson,
    String jedis,
    int cores,
    String machine,
    String server,
    String address,
    Map<String, String> configuration) {

  /** The address of a server that the lab itself has started. */
  public static final String EMBEDDED = "embedded";

  public Environment {
    configuration = configuration == null ? Map.of() : configuration;
  }

  /** A server in words: {@code embedded Redis 7.0.15}, {@code Valkey 8.1 at redis://host:6379}. */
  public static String server(String server, String address) {
    return EMBEDDED.equals(address) ? EMBEDDED + " " + server : server + " at " + address;
  }

  /** A title with the server in it, where somebody wrote down which that was. */
  public static String titled(String title, @Nullable Environment made) {
    return made == null ? title : title + ", on " + server(made.server, made.address);
  }

  /** The same, made again by another command. */
  public Environment madeAgainBy(String other) {
    return new Environment(
        startedAt,
        other,
        lab,
        java,
        redisson,
        jedis,
        cores,
        machine,
        server,
        address,
        configuration);
  }
}
