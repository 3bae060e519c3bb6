package dev.locklab.options;

import dev.locklab.exit.UsageException;
import dev.locklab.redis.RedisAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Redis is. */
@HelpGroup("Redis")
public final class RedisOptions {

  /** The variable with the password that a URL leaves out. */
  public static final String PASSWORD = "LOCKLAB_REDIS_PASSWORD";

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description =
          "Redis under test: redis://[[user:]password@]host[:port][/db], rediss:// for TLS;"
              + " redis-sentinel://[...@]host[:port],.../service, redis-cluster://[...@]host,...."
              + " The password can also be given as "
              + PASSWORD
              + ".")
  private @Nullable RedisAddress redis;

  @Option(
      names = "--control",
      paramLabel = "URL",
      description = "Redis over which verifier and workers talk, if it is another one.")
  private @Nullable RedisAddress control;

  @Option(
      names = "--redis-ca",
      paramLabel = "FILE",
      description = "Certificate authority (PEM) of a TLS server, if Java does not know it.")
  private @Nullable Path authority;

  /** The Redis under test, if the user named one. */
  public @Nullable RedisAddress subject() {
    return redis == null ? null : login(redis);
  }

  /** The control, if the user named one. */
  public @Nullable RedisAddress control() {
    return control == null ? null : login(control);
  }

  public @Nullable Path authority() {
    return authority;
  }

  /**
   * The address with the password and the authority that its URL leaves out.
   *
   * @throws UsageException if the authority cannot be read
   */
  public RedisAddress login(RedisAddress address) {
    try {
      return address.withPassword(System.getenv(PASSWORD)).withAuthority(authority);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--redis-ca: " + e.getMessage());
    }
  }
}
