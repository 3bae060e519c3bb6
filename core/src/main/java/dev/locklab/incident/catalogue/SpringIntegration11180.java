package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.util.List;
import org.springframework.integration.redis.util.RedisLockRegistry;

/**
 * Spring's registry took the local locks of its keys from a table of 256, so that keys of one place
 * there kept each other out.
 */
@AutoService(Incident.class)
public final class SpringIntegration11180 extends SpringIntegrationIncident {

  /** As the library's repository counts it. */
  public SpringIntegration11180() {
    super(11180);
  }

  @Override
  public String users() {
    return "A thread waited for a lock that nobody held, because another one held another key.";
  }

  @Override
  public String proves() {
    return "tryLock() is refused for a key that is not in Redis, while another thread holds another key.";
  }

  @Override
  public String versions() {
    return "7.0.5 and 7.1.0, mended in 7.0.6 and 7.1.1";
  }

  @Override
  public String broken() {
    return "7.1.0";
  }

  @Override
  public String mended() {
    return "7.1.2";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    static Observation of(Stage stage) throws Exception {
      String prefix = stage.key("registry");
      RedisLockRegistry registry = Registries.registry(stage, prefix);
      List<String> two = Registries.ofOnePlace(prefix);
      Actor first = stage.actor("the first");
      Actor second = stage.actor("the second");
      first.does(() -> Registries.lock(registry, two.get(0)).lock());
      boolean had = second.does(() -> Registries.lock(registry, two.get(1)).tryLock());
      if (had) {
        return Observation.notShown("each of two threads had its own key");
      }
      return stage.has(prefix + ":" + two.get(1))
          ? Observation.undecided("the second key is in Redis, and nobody should hold it")
          : Observation.shown("a thread was refused a key that is not in Redis");
    }
  }
}
