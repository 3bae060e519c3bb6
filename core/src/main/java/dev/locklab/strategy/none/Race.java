package dev.locklab.strategy.none;

import com.google.auto.service.AutoService;
import dev.locklab.account.Account;
import dev.locklab.account.Guard;
import dev.locklab.run.Promise;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.util.Set;

/** Read, add, write back, and hope: a critical section that anybody may enter at any time. */
@AutoService(Strategy.class)
public final class Race extends LockStrategy {

  @Override
  public String name() {
    return "race";
  }

  @Override
  public Promise promise() {
    return Promise.NONE;
  }

  @Override
  public String summary() {
    return "GET, add, SET without a lock: two that read the same balance overwrite each other";
  }

  @Override
  public String reference() {
    return "the lost update, CWE-362";
  }

  @Override
  public String roundTrips() {
    return "2 account";
  }

  @Override
  public Set<Setting> honours() {
    return Set.of();
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    return () -> account.enter(Guard.NONE);
  }
}
