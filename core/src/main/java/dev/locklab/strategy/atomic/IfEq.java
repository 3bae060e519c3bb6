package dev.locklab.strategy.atomic;

import com.google.auto.service.AutoService;
import dev.locklab.account.JournalEntry;
import dev.locklab.account.Write;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.Script;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Promise;
import dev.locklab.run.SyncPoint;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * {@code SET IFEQ}: a compare-and-set, tried again where somebody else was faster.
 *
 * <p>A balance that has gone up and down again equals what was read, though it was written to since
 * (ABA). For a sum that does no harm, and without a journal the balance itself is compared. With
 * one it is the version, in a script that writes the rest too, for an entry must name the write
 * just before it.
 */
@AutoService(Strategy.class)
public final class IfEq implements Strategy {

  @Override
  public String name() {
    return "ifeq";
  }

  @Override
  public Promise promise() {
    return Promise.ATOMIC;
  }

  @Override
  public String summary() {
    return "SET IFEQ: written only if the balance is still what was read, and retried";
  }

  @Override
  public String reference() {
    return "redis.io and valkey.io: SET, option IFEQ";
  }

  @Override
  public String roundTrips() {
    return "2, uncontended";
  }

  private static final Script COMPARE_AND_SET =
      new Script(LuaSource.read(IfEq.class, "ifeq", Map.of("journal", JournalEntry.LUA)));

  @Override
  public @Nullable String needs(ServerInfo server) {
    return server.setIfEq() ? null : "Redis >= 8.4 or Valkey >= 8.1";
  }

  @Override
  public Set<SyncPoint> stages() {
    return Optimistic.STAGES;
  }

  @Override
  public Updater open(Workbench bench) {
    return new Compared(bench);
  }

  private static final class Compared extends Optimistic {

    private final List<String> all = List.of(keys.balance(), keys.version(), keys.journal());

    Compared(Workbench bench) {
      super(bench);
      // What does not exist equals nothing.
      link.call(Command.SETNX, keys.balance(), "0");
      if (journaled) {
        link.call(Command.SETNX, keys.version(), "0");
      }
    }

    @Override
    List<?> read(CommandArguments read) {
      return link.list(read);
    }

    @Override
    boolean write(Write write) {
      if (!journaled) {
        String value = Long.toString(write.value());
        String read = Long.toString(write.read());
        return link.call(Command.SET, keys.balance(), value, "IFEQ", read, "KEEPTTL") != null;
      }
      List<byte[]> values = List.of(JournalEntry.values(write));
      return Long.valueOf(1).equals(COMPARE_AND_SET.call(link, all, values));
    }
  }
}
