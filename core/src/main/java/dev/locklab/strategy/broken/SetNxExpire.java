package dev.locklab.strategy.broken;

import com.google.auto.service.AutoService;
import dev.locklab.redis.Link;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.strategy.OwnedKey;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import redis.clients.jedis.Protocol.Command;

/**
 * {@code SETNX}, and in a second step {@code PEXPIRE}.
 *
 * <p>Wrong: whoever dies between the two leaves a lock without an expiry, and everybody waits for
 * ever. As long as nobody dies it does what it should, for it is released by its owner alone.
 */
@AutoService(Strategy.class)
public final class SetNxExpire extends PolledLock {

  @Override
  public String name() {
    return "setnx-expire";
  }

  @Override
  public Promise promise() {
    return Promise.NONE;
  }

  @Override
  public String summary() {
    return "SETNX, then EXPIRE: a crash between the two blocks everybody for ever";
  }

  @Override
  public String reference() {
    return "redis.io: SETNX; redis.io: SET, on why EX and PX were added to it";
  }

  @Override
  public String roundTrips() {
    return "3 lock + 2 account";
  }

  /** The run must be watched for a standstill, and somebody must die at the wrong moment. */
  @Override
  public Workload.Builder demonstration() {
    return super.demonstration().updates(1_000L).patience(Duration.ofSeconds(3));
  }

  @Override
  public boolean canStayTaken() {
    return true;
  }

  @Override
  protected Latch latch(Workbench bench, Link link) {
    String lock = key(bench);
    String lease = Long.toString(leaseMillis(bench));
    OwnedKey owned = new OwnedKey(link, lock);
    return new Latch() {
      @Override
      public boolean take() {
        if (!Long.valueOf(1).equals(link.call(Command.SETNX, lock, owned.newToken()))) {
          return false;
        }
        link.call(Command.PEXPIRE, lock, lease);
        return true;
      }

      @Override
      public void release() {
        owned.delete();
      }
    };
  }
}
