package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.strategy.Strategy;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/**
 * Redisson's {@code RFairLock}: first come, first served.
 *
 * <p>A waiter that dies keeps its place in the queue until its time is up, 300 s by default, and
 * who is behind it waits and asks over and over; that is left as it is. Redisson gives the queue
 * and its time-outs no time to live: where all JVMs are killed while some wait, those two keys
 * stay.
 */
@AutoService(Strategy.class)
public final class Fair extends WaitedFor {

  @Override
  public String name() {
    return "fair";
  }

  @Override
  public String summary() {
    return "Redisson RFairLock: those who wait get the lock in the order in which they came";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, Fair Lock";
  }

  @Override
  public boolean keepsPlaces() {
    return true;
  }

  @Override
  RLock lock(RedissonClient redisson, String name) {
    return redisson.getFairLock(name);
  }
}
