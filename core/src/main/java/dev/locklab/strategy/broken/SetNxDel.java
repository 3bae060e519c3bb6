package dev.locklab.strategy.broken;

import com.google.auto.service.AutoService;
import dev.locklab.redis.Link;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
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
 *
 * <p>Somebody who writes after the lease has ended loses money with any lock that does not fence.
 * The demonstration leaves that out: everybody writes well within the lease and outlives it only
 * afterwards, on the way to the release. There a release by compare-and-delete loses nothing.
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

  @Override
  public Duration lease() {
    return LEASE;
  }

  /** The second goes in at 80 ms and writes at 120; the first deletes its lock at 100. */
  @Override
  public Workload.Builder demonstration() {
    return super.demonstration()
        .updates(8L)
        .lease(Duration.ofMillis(80))
        .think(Duration.ofMillis(40))
        .linger(Duration.ofMillis(60));
  }

  @Override
  public boolean releasesBlindly() {
    return true;
  }

  @Override
  protected Latch latch(Workbench bench, Link link) {
    String lock = key(bench);
    String lease = Long.toString(leaseMillis(bench));
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
