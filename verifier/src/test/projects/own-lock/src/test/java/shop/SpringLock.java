package shop;

import dev.locklab.account.AccountKeys;
import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.JavaLock;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.integration.redis.util.RedisLockRegistry;

/** The shop's lock: one of Spring's registry. */
public class SpringLock extends JavaLock {

  private static final String REGISTRY = "shop";
  private static final String NAME = "till";

  @Override
  protected Lock lock(Workbench bench, Duration lease) {
    LettuceConnectionFactory redis = connect(bench.subject());
    bench.closing(redis::destroy);
    String registryKey = bench.keys().key(REGISTRY);
    RedisLockRegistry registry = new RedisLockRegistry(redis, registryKey, lease.toMillis());
    bench.closing(registry::destroy);
    return used(
        registry.obtain(NAME), new StringRedisTemplate(redis), registryKey + ":" + NAME);
  }

  /** How the shop uses it; its broken twins do so in other ways. */
  Lock used(Lock lock, StringRedisTemplate redis, String key) {
    return lock;
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of(keys.key(REGISTRY) + ":" + NAME);
  }

  private static LettuceConnectionFactory connect(RedisAddress server) {
    RedisStandaloneConfiguration where =
        new RedisStandaloneConfiguration(server.host(), server.port());
    if (server.password() != null) {
      where.setPassword(server.password());
    }
    LettuceConnectionFactory redis = new LettuceConnectionFactory(where);
    redis.afterPropertiesSet();
    redis.start();
    return redis;
  }
}
