package dev.locklab.strategy;

import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.redis.Link;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Limits to hold strategies against. They run on the same workers in the same way, apply no update
 * to the balance, and are no strategies: nobody finds them who does not ask for them by name.
 */
public final class Limits {

  private static final Map<String, Strategy> BY_NAME =
      Map.of("ping", new Ping(), "ring", new Ring());

  private Limits() {}

  /** All limits, by name. */
  public static List<Strategy> all() {
    return List.of(new Ping(), new Ring());
  }

  /** Whether that is the name of a limit. */
  public static boolean isOne(String name) {
    return BY_NAME.containsKey(name);
  }

  static @Nullable Strategy named(String name) {
    return BY_NAME.get(name);
  }

  private static Attempt attempt(
      Outcome outcome, @Nullable Long waitNanos, @Nullable String trouble) {
    return new Attempt(outcome, false, waitNanos, null, trouble);
  }

  /** One request an update: no strategy can do with less. */
  private static final class Ping implements Strategy {

    @Override
    public String name() {
      return "ping";
    }

    @Override
    public Promise promise() {
      return Promise.LIMIT;
    }

    @Override
    public String summary() {
      return "a limit: one PING an update, and nothing else";
    }

    @Override
    public Updater open(Workbench bench) {
      return new LinkUpdater(bench.subject().link(bench.clientName())) {
        @Override
        public Attempt attempt(Update update) {
          try {
            link.call(new CommandArguments(Command.PING));
            return Limits.attempt(Outcome.APPLIED, null, null);
          } catch (StoreException e) {
            return Limits.attempt(Outcome.FAILED, null, e.getMessage());
          }
        }
      };
    }
  }

  /**
   * A bare token goes round all threads, from worker to worker: the limit for any lock whose holder
   * must be told that it is its turn.
   *
   * <p>Whoever has gone takes its place's token with it, so everybody else looks up from waiting
   * every {@link #LOOK_SECONDS} and counts a BUSY: a ring that is broken ends when the run does.
   */
  private static final class Ring implements Strategy {

    private static final String LOOK_SECONDS = "0.1";
    private static final String KEPT_SECONDS = "60";

    @Override
    public String name() {
      return "ring";
    }

    @Override
    public Promise promise() {
      return Promise.LIMIT;
    }

    @Override
    public String summary() {
      return "a limit: a token handed from thread to thread, BLPOP mine, RPUSH next";
    }

    @Override
    public Updater open(Workbench bench) {
      RunSpec spec = bench.spec();
      int places = spec.workload().allThreads();
      return new LinkUpdater(bench.subject().link(bench.clientName())) {
        @Override
        public Attempt attempt(Update update) throws InterruptedException {
          long asked = System.nanoTime();
          int worker = spec.team().indexOf(update.worker());
          int place = update.thread() * spec.workload().workers() + worker;
          try {
            if (worker < 0) {
              // Workers rehearse each in its own time, and a token would not come round.
              link.call(new CommandArguments(Command.PING));
              return Limits.attempt(Outcome.APPLIED, null, null);
            }
            if (place == 0 && update.seq() == 0) {
              push(bench, 0);
            }
            Object token =
                link.call(
                    new CommandArguments(Command.BLPOP).add(seat(bench, place)).add(LOOK_SECONDS));
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
            if (token == null) {
              return Limits.attempt(Outcome.BUSY, System.nanoTime() - asked, null);
            }
            long waited = System.nanoTime() - asked;
            push(bench, (place + 1) % places);
            return Limits.attempt(Outcome.APPLIED, waited, null);
          } catch (StoreException e) {
            return Limits.attempt(Outcome.FAILED, System.nanoTime() - asked, e.getMessage());
          }
        }

        private void push(Workbench bench, int place) {
          String seat = seat(bench, place);
          link.callBoth(
              new CommandArguments(Command.RPUSH).add(seat).add("token"),
              new CommandArguments(Command.EXPIRE).add(seat).add(KEPT_SECONDS));
        }

        @Override
        public void close() {
          try {
            for (int place = 0; place < places; place++) {
              link.call(
                  new CommandArguments(Command.EXPIRE).add(seat(bench, place)).add(KEPT_SECONDS));
            }
          } catch (StoreException e) {
            // Where the store is gone there is nothing to clear away.
          } finally {
            super.close();
          }
        }
      };
    }

    private static String seat(Workbench bench, int place) {
      return bench.keys().key("ring:" + place);
    }
  }

  /** An updater over one link. */
  private abstract static class LinkUpdater implements Updater {

    final Link link;

    LinkUpdater(Link link) {
      this.link = link;
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
