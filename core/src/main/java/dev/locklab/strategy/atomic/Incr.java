package dev.locklab.strategy.atomic;

import com.google.auto.service.AutoService;
import dev.locklab.redis.Script;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import redis.clients.jedis.Protocol.Command;

/**
 * {@code INCRBY}: Redis itself adds.
 *
 * <p>With the journal on it is a script, for the entry says what the balance became; without, it is
 * the bare command.
 */
@AutoService(Strategy.class)
public final class Incr implements Strategy {

  @Override
  public String name() {
    return "incr";
  }

  @Override
  public Promise promise() {
    return Promise.ATOMIC;
  }

  @Override
  public String summary() {
    return "INCRBY: Redis itself adds, in one command";
  }

  @Override
  public String reference() {
    return "redis.io: INCRBY";
  }

  @Override
  public String roundTrips() {
    return "1";
  }

  private static final Script STEP = OneStep.journaled("incr");

  @Override
  public Updater open(Workbench bench) {
    return new OneStep(
        bench,
        STEP,
        (link, balance, update) ->
            link.call(Command.INCRBY, balance, Long.toString(update.delta())));
  }
}
