package dev.locklab.strategy.atomic;

import com.google.auto.service.AutoService;
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

  private static final String ADD =
      """
      local read = redis.call('GET', KEYS[1]) or '0'
      local sum = tonumber(read) + tonumber(ARGV[2])
      local exact = 9007199254740992
      if math.abs(tonumber(read)) < exact and math.abs(sum) < exact
        and math.abs(tonumber(ARGV[2])) < exact then
        redis.call('SET', KEYS[1], string.format('%.0f', sum))
      else
        redis.call('INCRBY', KEYS[1], ARGV[2])
      end
      local value = redis.call('GET', KEYS[1])
      """;

  private static final Script STEP = OneStep.journaled(ADD);
  private static final Script BARE = new Script(ADD + "return 1");

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
