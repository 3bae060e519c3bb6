package dev.locklab.audit;

import java.util.Map;

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
 * @param address where it is, without a password; {@code embedded} for the lab's own
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

  public Environment {
    configuration = configuration == null ? Map.of() : configuration;
  }
}
