package dev.locklab.incident.catalogue;

import dev.locklab.incident.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

/** Spring Integration's registries of an incident, by what all versions of it have. */
final class Registries {

  private static final int PLACES = 256;

  private Registries() {}

  /** A registry with connections and a client's name of its own. */
  static RedisLockRegistry registry(Stage stage, String prefix) {
    return registry(SpringClients.connections(stage), prefix);
  }

  /** The same with those connections. */
  static RedisLockRegistry registry(RedisConnectionFactory connections, String prefix) {
    return new RedisLockRegistry(connections, prefix);
  }

  /**
   * A lock of a registry. Asked for through the interface: what the registry's own method returns
   * has changed with its versions.
   */
  static Lock lock(RedisLockRegistry registry, String key) {
    LockRegistry<? extends Lock> locks = registry;
    return locks.obtain(key);
  }

  /** Two keys of a registry that fall on one place of a table of 256, by the hash of the whole. */
  static List<String> ofOnePlace(String registry) {
    Map<Integer, String> places = new HashMap<>();
    for (int i = 0; ; i++) {
      String key = "key" + i;
      String other = places.put((registry + ":" + key).hashCode() & PLACES - 1, key);
      if (other != null) {
        return List.of(other, key);
      }
    }
  }
}
