package dev.locklab.strategy.broken;

import com.google.auto.service.AutoService;
import dev.locklab.redis.Link;
import dev.locklab.run.Promise;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/**
 * A boolean in Redis, used as a lock: look whether it is set, and if not, set it.
 *
 * <p>Wrong: looking and setting are two steps. Two that look before either has set it both go in.
 * Besides, nothing takes the flag down if its owner dies, but for a day's time to live, as all of
 * the lab's keys have one.
 */
@AutoService(Strategy.class)
public final class Flag extends PolledLock {

  @Override
  public String name() {
    return "flag";
  }

  @Override
  public Promise promise() {
    return Promise.NONE;
  }

  @Override
  public String summary() {
    return "GET a flag, and SET it where it was not: two that look at once both go in";
  }

  @Override
  public String reference() {
    return "a check-then-act race, CWE-367 (TOCTOU)";
  }

  @Override
  public String roundTrips() {
    return "3 lock + 2 account";
  }

  @Override
  public boolean canStayTaken() {
    return true;
  }

  @Override
  public boolean releasesBlindly() {
    return true;
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.WAIT, Setting.ON_BUSY);
  }

  private static final String KEPT_SECONDS = "86400";

  @Override
  protected Latch latch(Workbench bench, Link link) {
    String flag = key(bench);
    return new Latch() {
      @Override
      public boolean take() {
        if (link.call(Command.GET, flag) != null) {
          return false;
        }
        link.call(Command.SET, flag, "1", "EX", KEPT_SECONDS);
        return true;
      }

      @Override
      public void release() {
        link.call(Command.DEL, flag);
      }
    };
  }
}
