package dev.locklab.strategy.atomic;

import com.google.auto.service.AutoService;
import dev.locklab.account.JournalEntry;
import dev.locklab.account.Write;
import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Promise;
import dev.locklab.run.Stage;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

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
  public Set<Stage> stages() {
    return Optimistic.STAGES;
  }

  @Override
  public Updater open(Workbench bench) {
    return new Watched(bench);
  }

  private static final class Watched extends Optimistic {

    private final CommandArguments watch;

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
      CommandArguments set =
          new CommandArguments(Command.SET).add(keys.balance()).add(Long.toString(write.value()));
      CommandArguments count = new CommandArguments(Command.INCR).add(keys.version());
      byte[] journal = keys.journal().getBytes(StandardCharsets.UTF_8);
      List<?> executed =
          journaled
              ? link.watchedTransaction(set, count, JournalEntry.append(journal, write))
              : link.watchedTransaction(set);
      // EXEC does not roll back: what became of the balance is what counts.
      if (executed != null && executed.get(0) instanceof JedisDataException refused) {
        throw new StoreException(
            StoreException.Fate.NOT_APPLIED, Errors.rootMessage(refused), refused);
      }
      return executed != null;
    }
  }
}
