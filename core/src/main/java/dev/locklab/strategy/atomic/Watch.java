package dev.locklab.strategy.atomic;

import com.google.auto.service.AutoService;
import dev.locklab.account.Write;
import dev.locklab.account.WriteTransaction;
import dev.locklab.run.Promise;
import dev.locklab.run.SyncPoint;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * {@code WATCH}, read, {@code MULTI}, write, {@code EXEC}: Redis executes the transaction only if
 * what was watched has not been written to since; otherwise everything is done once more.
 */
@AutoService(Strategy.class)
public final class Watch implements Strategy {

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public Promise promise() {
    return Promise.ATOMIC;
  }

  @Override
  public String summary() {
    return "WATCH/MULTI/EXEC: the write is dropped if somebody wrote since the read, and retried";
  }

  @Override
  public String reference() {
    return "redis.io: transactions, optimistic locking using check-and-set";
  }

  @Override
  public String roundTrips() {
    return "2, uncontended";
  }

  @Override
  public Set<SyncPoint> stages() {
    return Optimistic.STAGES;
  }

  @Override
  public Updater open(Workbench bench) {
    return new Watched(bench);
  }

  private static final class Watched extends Optimistic {

    private final CommandArguments watch;
    private final WriteTransaction transaction = new WriteTransaction(keys);

    Watched(Workbench bench) {
      super(bench);
      this.watch = new CommandArguments(Command.WATCH).add(keys.balance()).add(keys.version());
    }

    @Override
    List<?> read(CommandArguments read) {
      return (List<?>) link.callBoth(watch, read).get(1);
    }

    @Override
    boolean write(Write write) {
      if (!journaled) {
        return link.watchedTransaction(
                new CommandArguments(Command.SET)
                    .add(keys.balance())
                    .add(Long.toString(write.value()))
                    .add("KEEPTTL"))
            != null;
      }
      List<?> executed = link.watchedTransaction(transaction.commands(write));
      if (executed == null) {
        return false;
      }
      WriteTransaction.version(executed);
      return true;
    }
  }
}
