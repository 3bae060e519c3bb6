package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import org.springframework.integration.redis.util.RedisLockRegistry;

/**
 * Spring's registry keeps as many locks as its cache has room for and threw the eldest out, held or
 * not. Whoever asked for it then got a new one, which Redis took for the holder's own.
 */
@AutoService(Incident.class)
public final class SpringIntegration11044 extends SpringIntegrationIncident {

  /** As the library's repository counts it. */
  public SpringIntegration11044() {
    super(11044);
  }

  @Override
  public String users() {
    return "A lock that was held fell out of the cache of a registry with many keys.";
  }

  @Override
  public String proves() {
    return "A second thread of the JVM gets a lock that the first one holds, once the cache is full, and money is lost.";
  }

  @Override
  public String versions() {
    return "up to 7.0.4, mended in 7.0.5";
  }

  @Override
  public String broken() {
    return "7.0.4";
  }

  @Override
  public String mended() {
    return "7.0.5";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    static Observation of(Stage stage) throws Exception {
      RedisLockRegistry registry = Registries.registry(stage, stage.key("registry"));
      registry.setCacheCapacity(1);
      Actor first = stage.actor("the first");
      Actor second = stage.actor("the second");
      first.does(() -> Registries.lock(registry, "held").lock());
      Stage.Visit inside = stage.enters(first.name());
      // There is room for one.
      Registries.lock(registry, "another");
      if (!second.does(() -> Registries.lock(registry, "held").tryLock())) {
        return Observation.notShown("a second thread was refused what the first holds");
      }
      stage.enters(second.name()).adds(100);
      return Observation.shown(
          "a second thread had what the first holds; writes lost: %s".formatted(inside.adds(100)));
    }
  }
}
