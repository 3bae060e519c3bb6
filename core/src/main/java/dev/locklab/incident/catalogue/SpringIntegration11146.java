package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.util.List;
import org.springframework.integration.redis.util.RedisLockRegistry;

/**
 * Spring's registry took the local locks of its keys from a table of 256, and counted holds by
 * these: who held two keys of one place there and gave one back was taken for somebody who still
 * holds it.
 */
@AutoService(Incident.class)
public final class SpringIntegration11146 extends SpringIntegrationIncident {

  /** As the library's repository counts it. */
  public SpringIntegration11146() {
    super(11146);
  }

  @Override
  public String users() {
    return "unlock() returned, and the key stayed in Redis until its lease was over.";
  }

  @Override
  public String proves() {
    return "A thread that holds two keys of one place of the table gives one back, and Redis keeps it.";
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
      Actor thread = stage.actor("the thread");
      for (String key : two) {
        thread.does(() -> Registries.lock(registry, key).lock());
      }
      thread.does(() -> Registries.lock(registry, two.get(0)).unlock());
      String key = prefix + ":" + two.get(0);
      return stage.has(key)
          ? Observation.shown(
              "unlock() returned, and the key is there for another %s ms"
                  .formatted(stage.millisLeft(key)))
          : Observation.notShown("unlock() returned, and the key was gone");
    }
  }
}
