package dev.locklab.strategy.atomic;

import com.google.auto.service.AutoService;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.Script;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Read, add and write in one script, which Redis executes as a whole.
 *
 * <p>Numbers are doubles in Lua: where the sum is beyond what those hold exactly, Redis adds.
 */
@AutoService(Strategy.class)
public final class Lua implements Strategy {

  @Override
  public String name() {
    return "lua";
  }

  @Override
  public Promise promise() {
    return Promise.ATOMIC;
  }

  @Override
  public String summary() {
    return "read, add and write in one Lua script";
  }

  @Override
  public String reference() {
    return "redis.io: scripting with Lua, atomicity of scripts";
  }

  @Override
  public String roundTrips() {
    return "1";
  }

  private static final Script STEP = OneStep.journaled("add");
  private static final Script BARE = new Script(LuaSource.read(Lua.class, "add") + "return 1");

  @Override
  public Updater open(Workbench bench) {
    return new OneStep(
        bench,
        STEP,
        (link, balance, update) -> {
          byte[] delta = Long.toString(update.delta()).getBytes(StandardCharsets.US_ASCII);
          BARE.call(link, List.of(balance), List.of(delta, delta));
        });
  }
}
