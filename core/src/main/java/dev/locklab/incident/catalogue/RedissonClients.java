package dev.locklab.incident.catalogue;

import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import dev.locklab.redis.RedisAddress;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.BaseConfig;
import org.redisson.config.Config;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/** Redisson's clients of an incident, by what all versions of it have. */
final class RedissonClients {

  /** For how long a lock is granted where its watchdog is short, in milliseconds. */
  static final Duration SHORT_WATCHDOG = Duration.ofMillis(1_500);

  private static final int IDLE_CONNECTIONS = 8;

  /** With fewer than ten, Redisson sends the commands of several threads by one. */
  private static final int CONNECTIONS = 16;

  private static final int THREADS = 4;

  private RedissonClients() {}

  /** A client with Redisson's own settings but few threads. */
  static RedissonClient open(Stage stage) {
    return open(stage, settings -> {});
  }

  /** The same with further settings. */
  static RedissonClient open(Stage stage, Consumer<Config> settings) {
    Config config = new Config();
    config.setThreads(THREADS);
    config.setNettyThreads(THREADS);
    RedisAddress server = stage.server();
    if (server.isCluster()) {
      login(
          stage,
          config
              .useClusterServers()
              .addNodeAddress(server.locations().toArray(String[]::new))
              .setReadMode(ReadMode.MASTER)
              .setSubscriptionMode(SubscriptionMode.MASTER)
              .setMasterConnectionMinimumIdleSize(1)
              .setMasterConnectionPoolSize(CONNECTIONS));
    } else {
      login(
          stage,
          config
              .useSingleServer()
              .setAddress(server.locations().get(0))
              .setConnectionMinimumIdleSize(IDLE_CONNECTIONS)
              .setConnectionPoolSize(CONNECTIONS));
    }
    settings.accept(config);
    return Redisson.create(config);
  }

  /** A client whose watchdog renews locks every half second. */
  static RedissonClient withShortWatchdog(Stage stage) {
    return open(stage, settings -> settings.setLockWatchdogTimeout(SHORT_WATCHDOG.toMillis()));
  }

  /** Puts a map of ours in the place of that of the locks which a client waits for. */
  static void waitBy(RedissonClient client, ConcurrentMap<Object, Object> entries)
      throws ReflectiveOperationException {
    Object locks =
        ((Redisson) client)
            .getCommandExecutor()
            .getConnectionManager()
            .getSubscribeService()
            .getLockPubSub();
    Field field = locks.getClass().getSuperclass().getDeclaredField("entries");
    field.setAccessible(true);
    field.set(locks, entries);
  }

  /**
   * Waits until a key has been renewed twice, or has run out.
   *
   * @return whether it was renewed
   * @throws Undecided if neither comes about
   */
  static boolean isRenewed(Stage stage, String key) throws InterruptedException {
    long[] before = {stage.millisLeft(key)};
    int[] renewals = {0};
    stage.await(
        "the lock is renewed twice, or runs out",
        () -> {
          long left = stage.millisLeft(key);
          renewals[0] += left > before[0] ? 1 : 0;
          before[0] = left;
          return renewals[0] == 2 || left < 0;
        });
    return before[0] >= 0;
  }

  /** Where versions before 4.0 have it too; later ones would rather have it in the whole. */
  @SuppressWarnings("deprecation")
  private static void login(Stage stage, BaseConfig<?> config) {
    config.setPassword(stage.server().password());
  }
}
