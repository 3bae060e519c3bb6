package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.util.concurrent.Future;
import org.springframework.integration.redis.util.RedisLockRegistry;
import redis.clients.jedis.Protocol.Command;

/**
 * {@code unlock()} asked whose lock it is, and then removed it by another command, whosever it was
 * by then.
 */
@AutoService(Incident.class)
public final class SpringIntegration8699 extends SpringIntegrationIncident {

  /** As the library's repository counts it. */
  public SpringIntegration8699() {
    super(8699);
  }

  @Override
  public String users() {
    return "unlock() could remove the lock of a successor, when the lease ended between its two commands.";
  }

  @Override
  public String proves() {
    return "The lease ends between the question whose lock it is and its removal: the successor loses his lock, and money is lost.";
  }

  @Override
  public String versions() {
    return "up to 6.0.6 and 6.1.2, mended in 6.0.7 and 6.1.3";
  }

  @Override
  public String broken() {
    return "6.1.2";
  }

  @Override
  public String mended() {
    return "6.1.3";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    static Observation of(Stage stage) throws Exception {
      String prefix = stage.key("registry");
      Held held = new Held();
      RedisLockRegistry slow =
          Registries.registry(held.before("unlink", SpringClients.connections(stage)), prefix);
      RedisLockRegistry other = Registries.registry(stage, prefix);
      Actor first = stage.actor("the first");
      Actor second = stage.actor("the second");
      first.does(() -> Registries.lock(slow, "lock").lock());
      Future<Boolean> unlocked = first.begins(() -> Registries.lock(slow, "lock").unlock());
      stage.await(
          "the first has asked whose lock it is, or is through",
          () -> held.isReached() || unlocked.isDone());
      if (unlocked.isDone()) {
        first.outcome(unlocked);
        return Observation.notShown("whose lock it is and its removal are one command");
      }
      // Its lease ends now.
      stage.call(Command.PEXPIRE, prefix + ":lock", "1");
      second.does(() -> Registries.lock(other, "lock").lock());
      Stage.Visit inside = stage.enters(second.name());
      held.goesOn();
      first.outcome(unlocked);
      Actor third = stage.actor("the third");
      RedisLockRegistry another = Registries.registry(stage, prefix);
      if (!third.does(() -> Registries.lock(another, "lock").tryLock())) {
        return Observation.notShown("the successor kept his lock");
      }
      stage.enters(third.name()).adds(100);
      return Observation.shown(
          "the successor's lock was removed, and a third got in; writes lost: %s"
              .formatted(inside.adds(100)));
    }
  }
}
