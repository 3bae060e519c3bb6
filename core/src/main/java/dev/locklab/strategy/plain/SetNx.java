package dev.locklab.strategy.plain;

import com.google.auto.service.AutoService;
import dev.locklab.redis.Link;
import dev.locklab.redis.ServerInfo;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Promise;
import dev.locklab.strategy.OwnedKey;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import redis.clients.jedis.Protocol.Command;

/**
 * {@code SET NX PX} with a random token, given back by whoever has that token: the lock that
 * redis.io describes for a single server.
 *
 * <p>Nothing renews it: without a lease of the run's it is taken for as long as Redisson's would
 * outlive its JVM. Whoever finds it taken comes back after a time that doubles, up to 5 ms, half of
 * it by chance; so it is neither fair nor told when the lock is free.
 */
@AutoService(Strategy.class)
public final class SetNx extends PolledLock {

  @Override
  public String name() {
    return "setnx";
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String summary() {
    return "SET NX PX with a random token, released by compare-and-delete; polled with back-off";
  }

  @Override
  public String reference() {
    return "redis.io: distributed locks, correct implementation with a single instance";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account, uncontended";
  }

  @Override
  protected Latch latch(Workbench bench, Link link) {
    String lock = key(bench);
    String lease = Long.toString(leaseMillis(bench));
    OwnedKey owned = new OwnedKey(link, lock, ServerInfo.of(bench.subject(), bench.clientName()));
    return new Latch() {
      @Override
      public boolean take() {
        try {
          return link.call(Command.SET, lock, owned.newToken(), "NX", "PX", lease) != null;
        } catch (StoreException e) {
          if (e.fate() == StoreException.Fate.NO_REPLY) {
            giveBack();
          }
          throw e;
        }
      }

      /** Nobody knows whether it was granted; the lease ends it in any case. */
      private void giveBack() {
        try {
          owned.delete();
        } catch (StoreException | IllegalStateException e) {
          // It was not granted, or cannot be reached.
        }
      }

      @Override
      public void release() {
        owned.delete();
      }
    };
  }
}
