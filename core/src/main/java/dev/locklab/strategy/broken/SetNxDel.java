package dev.locklab.strategy.broken;

import com.google.auto.service.AutoService;
import dev.locklab.redis.Link;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import redis.clients.jedis.Protocol.Command;

/**
 * {@code SET NX PX}, given back with a plain {@code DEL}.
 *
 * <p>Wrong: whoever outlives the lease deletes a lock that is somebody else's by then, and lets in
 * a third who meets the second. One slow holder is enough to break it for those who are in time.
 * The lease is a short one unless the run has another, so that a think time of a few milliseconds
 * is slow.
 */
@AutoService(Strategy.class)
public final class SetNxDel extends PolledLock {

  @Override
  public String name() {
    return "setnx-del";
  }

  @Override
  public Promise promise() {
    return Promise.NONE;
  }

  @Override
  public String summary() {
    return "SET NX PX, released with a plain DEL, which deletes a successor's lock";
  }

  @Override
  public String reference() {
    return "redis.io: SET, pattern of a lock with SET NX, and its warning about DEL";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account";
  }

  private static final Duration LEASE = Duration.ofMillis(5);

  /** Some sections take longer than the lease, and some do not. */
  @Override
  public RunSpec.Builder demonstration() {
    return super.demonstration().think(LEASE);
  }

  @Override
  protected Latch latch(Workbench bench, Link link) {
    String lock = key(bench);
    String lease = Long.toString(leaseMillis(bench, LEASE));
    return new Latch() {
      @Override
      public boolean take() {
        return link.call(Command.SET, lock, "1", "NX", "PX", lease) != null;
      }

      @Override
      public void release() {
        link.call(Command.DEL, lock);
      }
    };
  }
}
