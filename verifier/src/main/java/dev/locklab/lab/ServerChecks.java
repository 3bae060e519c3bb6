package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerRole;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the start whether the servers that the user named are such as runs can be made on. Those
 * that are only just being started are waited for, all of them together for one time.
 */
public final class ServerChecks {

  /** Between two attempts at a server that is not there yet. */
  private static final long RETRY_MILLIS = 250;

  private final Duration patience;
  private final Consumer<String> teller;
  private final long deadline;

  /**
   * @param patience how long to wait for servers that are not there yet, from now on
   * @param teller is told what is waited for
   */
  ServerChecks(Duration patience, Consumer<String> teller) {
    this.patience = patience;
    this.teller = teller;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /** Checks of servers that must be there. */
  public static ServerChecks atOnce() {
    return new ServerChecks(Duration.ZERO, nothing -> {});
  }

  /**
   * Asks a server what it is.
   *
   * @param option by which it was named
   * @throws UnavailableException if it does not answer in time, or turns the login away
   * @throws UsageException if it is a Sentinel, a replica or a node of a cluster
   */
  public ServerRole requireFit(String option, RedisAddress address) {
    ServerRole role = role(address);
    String unfit = role.unfit(address);
    if (unfit != null) {
      throw new UsageException(option + ": " + address + " " + unfit);
    }
    return role;
  }

  private ServerRole role(RedisAddress address) {
    String told = "";
    while (true) {
      try {
        return ServerRole.of(address, "locklab-verifier");
      } catch (StoreException e) {
        String why = Errors.rootMessage(e);
        boolean passes = Errors.mayPass(e) && !patience.isZero();
        if (!passes || System.nanoTime() >= deadline) {
          throw new UnavailableException(
              "no Redis to be had%s: %s"
                  .formatted(passes ? " within " + Durations.format(patience) : "", why));
        }
        if (!why.equals(told)) {
          told = why;
          teller.accept(
              "waiting for Redis, for %s at most: %s".formatted(Durations.format(patience), why));
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("stopped while waiting for Redis");
    }
  }

  /**
   * Asks several servers what they are.
   *
   * @throws UsageException also if one of them is named twice, be it by another name
   */
  void requireIndependent(String option, List<RedisAddress> addresses) {
    Map<String, RedisAddress> known = new HashMap<>();
    for (RedisAddress address : addresses) {
      if (address.isMoving()) {
        throw new UsageException(option + ": " + address + " is not one server; name single ones");
      }
      String id = requireFit(option, address).id();
      RedisAddress other = known.put(id.isEmpty() ? address.locations().get(0) : id, address);
      if (other != null) {
        throw new UsageException(
            "%s: %s and %s are the same server; name servers that are independent of each other"
                .formatted(option, other, address));
      }
    }
  }
}
